package dev.heddle.engine;

import java.io.IOException;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsProtocol;

/**
 * What the engine needs of an end beyond {@link TlsProtocol}'s public methods: the protected ones,
 * opened by {@link ClientEnd} and {@link ServerEnd}.
 */
interface End {

  /** The same object, as bctls knows it. */
  TlsProtocol protocol();

  /** bctls' context of this connection; null before the handshake has begun. */
  TlsContext context();

  /** Begins the handshake: a client's hello is in the output afterwards. */
  void begin() throws IOException;

  /** Sends close_notify without closing our reading side, see {@link EndRules}. */
  void sendCloseNotify() throws IOException;

  /** Sends a KeyUpdate and changes the sending key (RFC 8446 section 4.6.3). */
  void sendKeyUpdate(boolean request) throws IOException;

  /** Sends a fatal alert and fails the protocol. */
  void fail(short alert, String message) throws IOException;

  /**
   * Wipes all keys, also those of a handshake that was left where it stood: nothing can be sent or
   * received any more.
   */
  void forgetKeys();

  /** Hands the suspended message to the handshake again. */
  void resume() throws IOException;
}
