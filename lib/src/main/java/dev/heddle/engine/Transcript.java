package dev.heddle.engine;

import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsHash;

/**
 * The handshake's messages up to the client's Finished, which the resumption secret of TLS 1.3
 * covers: bctls' own record of them cannot be had (TlsProtocol.java:141). How much there may be is
 * for {@link FloodGuard#handshakeRecord} to say.
 */
final class Transcript {

  private final OpenBuffer messages = new OpenBuffer(1024);

  /** Where the HelloRetryRequest begins; 0 if there was none. */
  private int retry;

  /** Where what was added last begins. */
  private int last;

  /** A message, or a part of one that is longer than a record, has come or is leaving. */
  void add(byte[] buf, int off, int length) {
    last = messages.size();
    messages.write(buf, off, length);
  }

  /** What was added last is a HelloRetryRequest. */
  void retried() {
    retry = last;
  }

  /** Transcript-Hash (RFC 8446 section 4.4.1). */
  byte[] hash(TlsCrypto crypto, int hash) {
    TlsHash whole = crypto.createHash(hash);
    if (retry > 0) {
      TlsHash first = crypto.createHash(hash);
      first.update(messages.array(), 0, retry);
      byte[] firstHash = first.calculateHash();
      whole.update(new byte[] {MESSAGE_HASH, 0, 0, (byte) firstHash.length}, 0, 4);
      whole.update(firstHash, 0, firstHash.length);
    }
    whole.update(messages.array(), retry, messages.size() - retry);
    return whole.calculateHash();
  }

  private static final byte MESSAGE_HASH = (byte) 254;
}
