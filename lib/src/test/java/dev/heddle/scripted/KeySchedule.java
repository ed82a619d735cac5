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

  private static final byte[] NOTHING = {};

  private byte[] messages = {};
  private int suite = Suites.AES_128_GCM;
  private Hash hash = Hash.SHA_256;

  /** The newest secret of TLS 1.3, or the master secret of TLS 1.2. */
  private byte[] secret;

  /** Another message, with its header. */
  void add(byte[] message) {
    messages = Bytes.concat(messages, message);
  }

  /** The suite whose hash and cipher are meant from now on. */
  void suite(int number) {
    suite = number;
    hash = Suites.hash(number);
  }

  byte[] hash() {
    return hash.of(messages);
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
    messages = Bytes.of(254, 0, 0).vec8(hash.of(first)).raw(kept).done();
  }

  /**
   * From the early secret to the handshake secret; the two traffic secrets of the handshake.
   *
   * @param psk the key that is resumed with; null for none
   */
  Secrets handshake13(byte[] psk, byte[] shared) {
    secret = early(hash, psk == null ? new byte[hash.length] : psk);
    return next(shared, "c hs traffic", "s hs traffic");
  }

  /** From the handshake secret to the master secret; the two first traffic secrets for data. */
  Secrets data13() {
    return next(new byte[hash.length], "c ap traffic", "s ap traffic");
  }

  /** From the master secret to the one that keys for later connections are made of. */
  void resumption13() {
    secret = hash.expandLabel(secret, "res master", hash(), hash.length);
  }

  /** The key that belongs to a ticket with this nonce (RFC 8446 section 4.6.1). */
  byte[] psk(byte[] nonce) {
    return hash.expandLabel(secret, "resumption", nonce, hash.length);
  }

  /**
   * What proves that a client has such a key (RFC 8446 section 4.2.11.2).
   *
   * @param truncated all messages, the last of them up to its binders
   */
  static byte[] binder(Hash hash, byte[] psk, byte[] truncated) {
    byte[] key = hash.expandLabel(early(hash, psk), "res binder", hash.of(NOTHING), hash.length);
    return finished(hash, key, hash.of(truncated));
  }

  private static byte[] early(Hash hash, byte[] psk) {
    return hash.hmac(new byte[hash.length], psk);
  }

  private Secrets next(byte[] input, String client, String server) {
    byte[] salt = hash.expandLabel(secret, "derived", hash.of(NOTHING), hash.length);
    secret = hash.hmac(salt, input);
    return new Secrets(
        hash.expandLabel(secret, client, hash(), hash.length),
        hash.expandLabel(secret, server, hash(), hash.length));
  }

  byte[] nextTrafficSecret(byte[] old) {
    return hash.expandLabel(old, "traffic upd", NOTHING, hash.length);
  }

  /** The protection by a traffic secret of TLS 1.3. */
  Protection protection13(byte[] trafficSecret) {
    return Protection.tls13(
        hash.expandLabel(trafficSecret, "key", NOTHING, Suites.keyLength(suite)),
        hash.expandLabel(trafficSecret, "iv", NOTHING, 12));
  }

  byte[] finished13(byte[] trafficSecret) {
    return finished(hash, trafficSecret, hash());
  }

  private static byte[] finished(Hash hash, byte[] base, byte[] transcript) {
    return hash.hmac(hash.expandLabel(base, "finished", NOTHING, hash.length), transcript);
  }

  /** TLS 1.2: the master secret. */
  void master12(byte[] preMaster, boolean extended, byte[] clientRandom, byte[] serverRandom) {
    secret =
        extended
            ? hash.prf(preMaster, "extended master secret", hash(), 48)
            : hash.prf(preMaster, "master secret", Bytes.concat(clientRandom, serverRandom), 48);
  }

  /** TLS 1.2: goes on with the master secret of an earlier connection. */
  void resume12(byte[] master) {
    secret = master;
  }

  /** TLS 1.2: the master secret. */
  byte[] master12() {
    return secret;
  }

  Keys keys12(byte[] clientRandom, byte[] serverRandom) {
    byte[] seed = Bytes.concat(serverRandom, clientRandom);
    int length = Suites.keyLength(suite);
    Reader block = new Reader(hash.prf(secret, "key expansion", seed, 2 * length + 8));
    byte[] clientKey = block.raw(length);
    byte[] serverKey = block.raw(length);
    return new Keys(
        Protection.tls12(clientKey, block.raw(4)), Protection.tls12(serverKey, block.raw(4)));
  }

  byte[] finished12(boolean client) {
    return hash.prf(secret, client ? "client finished" : "server finished", hash(), 12);
  }
}
