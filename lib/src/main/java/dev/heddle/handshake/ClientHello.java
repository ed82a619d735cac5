package dev.heddle.handshake;

import java.util.List;

/**
 * A ClientHello taken apart (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2): the form of it and
 * of all extensions that we know has been judged, what the fields say has not.
 *
 * @param legacyVersion 0x0303 from anybody who follows RFC 8446; never a reason to refuse where
 *     supported_versions is present
 * @param compressionMethods one byte each
 */
public record ClientHello(
    int legacyVersion,
    Octets random,
    Octets sessionId,
    int[] cipherSuites,
    Octets compressionMethods,
    Extensions extensions) {

  static final String WHERE = "ClientHello";

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
      ClientExtensions.check(extensions);
    }
    return new ClientHello(version, random, sessionId, suites, compression, extensions);
  }

  /** The list of supported_versions; null if there is none. */
  public int[] supportedVersions() throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.SUPPORTED_VERSIONS);
    return body == null ? null : body.vector8(WHERE).u16s(WHERE);
  }

  /** The host name of server_name; null if there is none. */
  public String serverName() throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.SERVER_NAME);
    return body == null ? null : ServerName.read(body, WHERE);
  }

  /** The protocols of ALPN, one char a byte; empty if there are none. */
  public List<String> protocols() throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
    return body == null ? List.of() : ClientExtensions.protocols(body);
  }

  /** The names of certificate_authorities, encoded; empty if there are none. */
  public List<byte[]> authorities() throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.CERTIFICATE_AUTHORITIES);
    return body == null ? List.of() : ClientExtensions.authorities(body);
  }

  /** What pre_shared_key offers; null if there is none. */
  public OfferedPsks offeredPsks() throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.PRE_SHARED_KEY);
    return body == null
        ? null
        : OfferedPsks.read(body, extensions.name(ExtensionType.PRE_SHARED_KEY));
  }

  /** Whether a session may be resumed with a fresh key exchange (RFC 8446 section 4.2.9). */
  public boolean offersPskDheKe() throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.PSK_KEY_EXCHANGE_MODES);
    Octets modes = body == null ? new Octets(new byte[0]) : body.vector8(WHERE);
    while (!modes.isEmpty()) {
      if (modes.u8(WHERE) == PSK_DHE_KE) {
        return true;
      }
    }
    return false;
  }

  boolean offersSuite(int suite) {
    for (int each : cipherSuites) {
      if (each == suite) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first of these versions that the client offers; 0 if it offers none. Without
   * supported_versions it offers TLS 1.2 at best, whatever its legacy_version says (RFC 8446
   * section 4.2.1).
   *
   * @param ours in our order
   */
  int firstOf(int... ours) throws BrokenRuleException {
    int[] offered = supportedVersions();
    for (int each : ours) {
      if (offered == null ? each <= TLS_1_2 && each <= legacyVersion : contains(offered, each)) {
        return each;
      }
    }
    return 0;
  }

  private static boolean contains(int[] values, int wanted) {
    for (int value : values) {
      if (value == wanted) {
        return true;
      }
    }
    return false;
  }

  private static final int PSK_DHE_KE = 1;

  static final int TLS_1_2 = 0x0303;
  static final int TLS_1_3 = 0x0304;
}
