package dev.heddle.config;

import java.security.GeneralSecurityException;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Cipher;

/**
 * Ciphers for AES-GCM that one key has been used with, for its next use: to make one asks all
 * providers for it and lays out the key. A cipher is whoever's has taken it, and must be
 * initialised before each use. They hold no more than the key does, for as long as it is held.
 */
final class GcmCiphers {

  /** So many are of use where as many threads seal or open at the same moment. */
  static final int MOST = 16;

  private final ArrayBlockingQueue<Cipher> idle = new ArrayBlockingQueue<>(MOST);

  /** A cipher that nobody else uses. */
  Cipher take() throws GeneralSecurityException {
    Cipher used = idle.poll();
    return used != null ? used : Cipher.getInstance("AES/GCM/NoPadding");
  }

  /** Takes back a cipher that has done its work; not one that has failed. */
  void giveBack(Cipher cipher) {
    idle.offer(cipher); // who finds no room is let go
  }

  int size() {
    return idle.size();
  }
}
