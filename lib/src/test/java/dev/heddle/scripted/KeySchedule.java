package dev.heddle.scripted;

/**
 * The transcript of a handshake as it really went over the wire, and the secrets that come of it,
 * in TLS 1.3 (RFC 8446 section 7.1) and TLS 1.2 (RFC 5246 section 8.1, RFC 7627).
 */
final class KeySchedule {

  /** One secret of TLS 1.3 for each end. */
  record Secrets(byte[] client, byte[] server) {}

  /** One direction's keys of TLS 1.2 for each end. */
  record Keys(Protection client, Protection server) {}

  private byte[] messages = {};
  private byte[] secret = Crypto.hmac(new byte[32], new byte[32]);

  /** Another message, with its header. */
  void add(byte[] message) {
    messages = Bytes.concat(messages, message);
  }

  byte[] hash() {
    return Crypto.sha256(messages);
  }

  /** What TLS 1.2 signs in CertificateVerify. */
  byte[] messages() {
    return messages;
  }

  /**
   * Puts its hash in the place of the first ClientHello (RFC 8446 section 4.4.1).
   *
   * @param kept what has followed on it
   */
  void replaceByHash(byte[] kept) {
    byte[] first = Bytes.cut(messages, kept.length);
    messages = Bytes.of(254, 0, 0).vec8(Crypto.sha256(first)).raw(kept).done();
  }

  /** From the early secret to the handshake secret; the two traffic secrets of the handshake. */
  Secrets handshake13(byte[] shared) {
    return next(shared, "c hs traffic", "s hs traffic");
  }

  /** From the handshake secret to the master secret; the two first traffic secrets for data. */
  Secrets data13() {
    return next(new byte[32], "c ap traffic", "s ap traffic");
  }

  private Secrets next(byte[] input, String client, String server) {
    byte[] salt = Crypto.expandLabel(secret, "derived", Crypto.sha256(new byte[0]), 32);
    secret = Crypto.hmac(salt, input);
    return new Secrets(
        Crypto.expandLabel(secret, client, hash(), 32),
        Crypto.expandLabel(secret, server, hash(), 32));
  }

  static byte[] nextTrafficSecret(byte[] secret) {
    return Crypto.expandLabel(secret, "traffic upd", new byte[0], 32);
  }

  byte[] finished13(byte[] trafficSecret) {
    return Crypto.hmac(Crypto.expandLabel(trafficSecret, "finished", new byte[0], 32), hash());
  }

  /** TLS 1.2: the master secret. */
  void master12(byte[] preMaster, boolean extended, byte[] clientRandom, byte[] serverRandom) {
    secret =
        extended
            ? Crypto.prf(preMaster, "extended master secret", hash(), 48)
            : Crypto.prf(preMaster, "master secret", Bytes.concat(clientRandom, serverRandom), 48);
  }

  Keys keys12(byte[] clientRandom, byte[] serverRandom) {
    byte[] seed = Bytes.concat(serverRandom, clientRandom);
    Reader block = new Reader(Crypto.prf(secret, "key expansion", seed, 40));
    byte[] clientKey = block.raw(16);
    byte[] serverKey = block.raw(16);
    return new Keys(
        Protection.tls12(clientKey, block.raw(4)), Protection.tls12(serverKey, block.raw(4)));
  }

  byte[] finished12(boolean client) {
    return Crypto.prf(secret, client ? "client finished" : "server finished", hash(), 12);
  }
}
