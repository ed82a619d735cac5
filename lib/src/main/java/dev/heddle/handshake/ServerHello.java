package dev.heddle.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A ServerHello or a HelloRetryRequest taken apart (RFC 8446 sections 4.1.3 and 4.1.4, RFC 5246
 * section 7.4.1.3): its form has been judged, what its fields say has not.
 *
 * @param where the message's name, for errors
 */
record ServerHello(
    String where,
    int legacyVersion,
    Octets random,
    Octets sessionId,
    int cipherSuite,
    int compressionMethod,
    Extensions extensions) {

  static final String WHERE = "ServerHello";
  static final String WHERE_RETRY = "HelloRetryRequest";

  private static final byte[] RETRY_RANDOM = retryRandom();

  /**
   * Reads the body of the message to its end.
   *
   * @param mostExtensions how many extensions it may have
   */
  static ServerHello read(Octets body, int mostExtensions) throws BrokenRuleException {
    int version = body.u16("ServerHello: legacy_version");
    Octets random = body.take(32, "ServerHello: random");
    Names names = random.equalTo(RETRY_RANDOM) ? Names.RETRY : Names.HELLO;
    String where = names.where;
    Octets sessionId = body.vector8(names.sessionId);
    if (sessionId.remaining() > 32) {
      throw BrokenRuleException.decode(names.sessionId + " is longer than 32 bytes");
    }
    int suite = body.u16(names.cipherSuite);
    int compression = body.u8(names.compression);
    Extensions extensions = Extensions.none(where);
    if (!body.isEmpty()) { // TLS 1.2 may leave them out as a whole
      Octets block = body.vector16(names.extensions);
      body.end(where);
      extensions = Extensions.read(where, block, mostExtensions);
    }
    return new ServerHello(where, version, random, sessionId, suite, compression, extensions);
  }

  boolean isRetry() {
    return where.equals(WHERE_RETRY);
  }

  /** What supported_versions selects; -1 where there is no such extension, as in TLS 1.2. */
  int selectedVersion() throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.SUPPORTED_VERSIONS);
    if (body == null) {
      return -1;
    }
    String name = extensions.name(ExtensionType.SUPPORTED_VERSIONS);
    int version = body.u16(name);
    body.end(name);
    return version;
  }

  /** What errors call the fields: made once, since they are asked for before there is an error. */
  private enum Names {
    HELLO(WHERE),
    RETRY(WHERE_RETRY);

    final String where;
    final String sessionId;
    final String cipherSuite;
    final String compression;
    final String extensions;

    Names(String where) {
      this.where = where;
      this.sessionId = where + ": legacy_session_id_echo";
      this.cipherSuite = where + ": cipher_suite";
      this.compression = where + ": legacy_compression_method";
      this.extensions = where + ": extensions";
    }
  }

  private static byte[] retryRandom() {
    try {
      byte[] text = "HelloRetryRequest".getBytes(StandardCharsets.US_ASCII);
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
