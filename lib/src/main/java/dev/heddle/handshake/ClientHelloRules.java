package dev.heddle.handshake;

import dev.heddle.fault.Alert;

/** What the fields of a ClientHello must say, once it is clear which version will be spoken. */
final class ClientHelloRules {

  /**
   * Judges the first hello.
   *
   * @param version what is agreed on
   * @param highest the highest version that we accept
   */
  static void check(ClientHello hello, int version, int highest) throws BrokenRuleException {
    if (version < highest && hello.offersSuite(FALLBACK_SCSV)) {
      // RFC 7507 section 3.
      throw new BrokenRuleException(
          Alert.INAPPROPRIATE_FALLBACK,
          ClientHello.WHERE
              + " says TLS_FALLBACK_SCSV, that it is a second attempt, and we accept a higher"
              + " version than it offers");
    }
    if (version == ClientHello.TLS_1_3) {
      check13(hello);
    } else {
      check12(hello);
    }
  }

  private static void check13(ClientHello hello) throws BrokenRuleException {
    Octets compression = hello.compressionMethods().again();
    if (compression.remaining() != 1 || compression.u8(COMPRESSION) != NULL) {
      // RFC 8446 section 4.1.2.
      throw BrokenRuleException.illegal(COMPRESSION + " is not null alone, as TLS 1.3 has it");
    }
    checkPresence(hello.extensions());
    checkShares(hello.extensions());
  }

  /** RFC 8446 sections 9.2, 4.2.9 and 4.2.11. */
  private static void checkPresence(Extensions extensions) throws BrokenRuleException {
    boolean psk = extensions.has(ExtensionType.PRE_SHARED_KEY);
    if (psk) {
      require(extensions, ExtensionType.PSK_KEY_EXCHANGE_MODES, ExtensionType.PRE_SHARED_KEY);
    } else {
      for (ExtensionType type : WITHOUT_PSK) {
        if (!extensions.has(type)) {
          throw BrokenRuleException.missing(
              ClientHello.WHERE + " of TLS 1.3 has no " + type.rfcName());
        }
      }
    }
    require(extensions, ExtensionType.KEY_SHARE, ExtensionType.SUPPORTED_GROUPS);
    require(extensions, ExtensionType.SUPPORTED_GROUPS, ExtensionType.KEY_SHARE);
  }

  private static void require(Extensions extensions, ExtensionType needed, ExtensionType by)
      throws BrokenRuleException {
    if (extensions.has(by) && !extensions.has(needed)) {
      throw BrokenRuleException.missing(
          ClientHello.WHERE + " has " + by.rfcName() + " and no " + needed.rfcName());
    }
  }

  static void checkShares(Extensions extensions) throws BrokenRuleException {
    Octets shares = extensions.body(ExtensionType.KEY_SHARE);
    if (shares != null) {
      String what = extensions.name(ExtensionType.KEY_SHARE);
      int[] groups = extensions.body(ExtensionType.SUPPORTED_GROUPS).vector16(what).u16s(what);
      ClientShares.read(shares, what).requireFit(groups, what);
    }
  }

  private static void check12(ClientHello hello) throws BrokenRuleException {
    if (!hello.extensions().has(ExtensionType.RENEGOTIATION_INFO)
        && !hello.offersSuite(EMPTY_RENEGOTIATION_INFO_SCSV)) {
      // RFC 5746 section 3.6 lets a server choose.
      throw BrokenRuleException.handshakeFailure(
          ClientHello.WHERE + " does not speak of secure renegotiation");
    }
    if (!hasNull(hello.compressionMethods(), COMPRESSION)) {
      // RFC 5246 section 7.4.1.2 demands it and names no alert; this is BoringSSL's.
      throw BrokenRuleException.illegal(COMPRESSION + " lacks null");
    }
    Octets formats = hello.extensions().body(ExtensionType.EC_POINT_FORMATS);
    if (formats != null) {
      String what = hello.extensions().name(ExtensionType.EC_POINT_FORMATS);
      if (!hasNull(formats.vector8(what), what)) {
        // RFC 8422 section 5.1.2; TLS 1.3 knows no other format and ignores the extension.
        throw BrokenRuleException.illegal(what + " lacks uncompressed");
      }
    }
  }

  /** Both no compression and uncompressed points are number 0. */
  private static boolean hasNull(Octets list, String what) throws BrokenRuleException {
    Octets values = list.again();
    while (!values.isEmpty()) {
      if (values.u8(what) == NULL) {
        return true;
      }
    }
    return false;
  }

  private static final String COMPRESSION = ClientHello.WHERE + ": legacy_compression_methods";

  private static final int EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;
  private static final int FALLBACK_SCSV = 0x5600;
  private static final int NULL = 0;

  private static final ExtensionType[] WITHOUT_PSK = {
    ExtensionType.SIGNATURE_ALGORITHMS, ExtensionType.SUPPORTED_GROUPS
  };

  private ClientHelloRules() {}
}
