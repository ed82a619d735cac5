package dev.heddle.handshake;

/**
 * A ClientHello taken apart (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2): its form has been
 * judged, what its fields say has not.
 *
 * @param legacyVersion 0x0303 from anybody who follows RFC 8446; never a reason to refuse where
 *     supported_versions is present
 * @param compressionMethods one byte each
 */
record ClientHello(
    int legacyVersion,
    Octets random,
    Octets sessionId,
    int[] cipherSuites,
    Octets compressionMethods,
    Extensions extensions) {

  private static final String WHERE = "ClientHello";

  /**
   * Reads the body of the message to its end.
   *
   * @param mostExtensions how many extensions it may have
   */
  static ClientHello read(Octets body, int mostExtensions) throws BrokenRuleException {
    int version = body.u16(WHERE + ": legacy_version");
    Octets random = body.take(32, WHERE + ": random");
    Octets sessionId = body.vector8(WHERE + ": legacy_session_id");
    if (sessionId.remaining() > 32) {
      throw BrokenRuleException.decode(WHERE + ": legacy_session_id is longer than 32 bytes");
    }
    String suitesText = WHERE + ": cipher_suites";
    int[] suites = body.vector16(suitesText).notEmpty(suitesText).u16s(suitesText);
    String compressionText = WHERE + ": legacy_compression_methods";
    Octets compression = body.vector8(compressionText).notEmpty(compressionText);
    Extensions extensions = Extensions.none(WHERE);
    if (!body.isEmpty()) {
      Octets block = body.vector16(WHERE + ": extensions");
      body.end(WHERE);
      extensions = Extensions.read(WHERE, block, mostExtensions);
    }
    return new ClientHello(version, random, sessionId, suites, compression, extensions);
  }
}
