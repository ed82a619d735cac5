package dev.heddle.handshake;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The extensions we know, and the messages each may stand in (RFC 8446 section 4.2). */
enum ExtensionType {
  SERVER_NAME(0, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  MAX_FRAGMENT_LENGTH(1, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  STATUS_REQUEST(
      5, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.CERTIFICATE_REQUEST, Place.CERTIFICATE),
  /** Some servers answer with it in TLS 1.2, against RFC 8422; BoringSSL and OpenSSL let them. */
  SUPPORTED_GROUPS(10, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  EC_POINT_FORMATS(11, Place.CLIENT_HELLO, Place.SERVER_HELLO_12),
  SIGNATURE_ALGORITHMS(13, Place.CLIENT_HELLO, Place.CERTIFICATE_REQUEST),
  USE_SRTP(14, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  HEARTBEAT(15, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  APPLICATION_LAYER_PROTOCOL_NEGOTIATION(
      16, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  SIGNED_CERTIFICATE_TIMESTAMP(
      18, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.CERTIFICATE_REQUEST, Place.CERTIFICATE),
  CLIENT_CERTIFICATE_TYPE(
      19, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  SERVER_CERTIFICATE_TYPE(
      20, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  PADDING(21, Place.CLIENT_HELLO),
  ENCRYPT_THEN_MAC(22, Place.CLIENT_HELLO, Place.SERVER_HELLO_12),
  EXTENDED_MASTER_SECRET(23, Place.CLIENT_HELLO, Place.SERVER_HELLO_12),
  RECORD_SIZE_LIMIT(28, Place.CLIENT_HELLO, Place.SERVER_HELLO_12, Place.ENCRYPTED_EXTENSIONS),
  SESSION_TICKET(35, Place.CLIENT_HELLO, Place.SERVER_HELLO_12),
  PRE_SHARED_KEY(41, Place.CLIENT_HELLO, Place.SERVER_HELLO),
  EARLY_DATA(42, Place.CLIENT_HELLO, Place.ENCRYPTED_EXTENSIONS, Place.NEW_SESSION_TICKET),
  SUPPORTED_VERSIONS(43, Place.CLIENT_HELLO, Place.SERVER_HELLO, Place.HELLO_RETRY_REQUEST),
  COOKIE(44, Place.CLIENT_HELLO, Place.HELLO_RETRY_REQUEST),
  PSK_KEY_EXCHANGE_MODES(45, Place.CLIENT_HELLO),
  CERTIFICATE_AUTHORITIES(47, Place.CLIENT_HELLO, Place.CERTIFICATE_REQUEST),
  OID_FILTERS(48, Place.CERTIFICATE_REQUEST),
  POST_HANDSHAKE_AUTH(49, Place.CLIENT_HELLO),
  SIGNATURE_ALGORITHMS_CERT(50, Place.CLIENT_HELLO, Place.CERTIFICATE_REQUEST),
  KEY_SHARE(51, Place.CLIENT_HELLO, Place.SERVER_HELLO, Place.HELLO_RETRY_REQUEST),
  RENEGOTIATION_INFO(0xff01, Place.CLIENT_HELLO, Place.SERVER_HELLO_12);

  /** The messages that carry extensions. */
  enum Place {
    CLIENT_HELLO,
    SERVER_HELLO,
    /** TLS 1.2's, which carries all answers. */
    SERVER_HELLO_12,
    HELLO_RETRY_REQUEST,
    ENCRYPTED_EXTENSIONS,
    CERTIFICATE_REQUEST,
    CERTIFICATE,
    NEW_SESSION_TICKET
  }

  private static final Map<Integer, ExtensionType> BY_CODE = new HashMap<>();

  static {
    for (ExtensionType type : values()) {
      BY_CODE.put(type.code, type);
    }
  }

  private final int code;
  private final String rfcName;

  /** By the messages' names. Made once: it is needed for each extension of each message. */
  private final Map<String, String> inMessages;

  private final Set<Place> places;

  ExtensionType(int code, Place first, Place... others) {
    this.code = code;
    this.rfcName = name().toLowerCase(Locale.ROOT);
    this.inMessages = inMessages(rfcName);
    this.places = EnumSet.of(first, others);
  }

  private static Map<String, String> inMessages(String rfcName) {
    Map<String, String> names = new HashMap<>();
    for (String message :
        List.of(
            ClientHello.WHERE,
            ServerHello.WHERE,
            ServerHello.WHERE_RETRY,
            EncryptedExtensions.WHERE)) {
      names.put(message, message + ": " + rfcName);
    }
    return names;
  }

  int code() {
    return code;
  }

  /** The name as the RFCs spell it. */
  String rfcName() {
    return rfcName;
  }

  /** What an error calls it in that message. */
  String in(String where) {
    String known = inMessages.get(where);
    return known == null ? where + ": " + rfcName : known;
  }

  /** Null for one that is not known. */
  static ExtensionType of(int code) {
    return BY_CODE.get(code);
  }

  /** The name, or the number of one that is not known. */
  static String text(int code) {
    ExtensionType type = BY_CODE.get(code);
    return type == null ? "extension " + code : type.rfcName();
  }

  /**
   * A known extension in a message that it does not belong to is an illegal_parameter (RFC 8446
   * section 4.2); an unknown one is nobody's business.
   */
  static void requirePlace(int code, Place place, String where) throws BrokenRuleException {
    ExtensionType type = BY_CODE.get(code);
    if (type != null && !type.places.contains(place)) {
      throw BrokenRuleException.illegal(
          where + " has " + type.rfcName() + ", which has no place there");
    }
  }
}
