package dev.heddle.handshake;

import java.util.ArrayList;
import java.util.List;

/**
 * The form of the extensions of a ClientHello: each that we know is read to its end, whether or not
 * we are going to use it. What must follow from one for another is not looked at here.
 */
final class ClientExtensions {

  /** Demands the form of every extension that is known; the others are nobody's business. */
  static void check(Extensions extensions) throws BrokenRuleException {
    for (int code : extensions.types()) {
      ExtensionType.requirePlace(code, ExtensionType.Place.CLIENT_HELLO, ClientHello.WHERE);
      ExtensionType type = ExtensionType.of(code);
      if (type != null) {
        String what = extensions.name(type);
        Octets body = extensions.body(code);
        check(type, body, what);
        body.end(what);
      }
    }
    if (extensions.has(ExtensionType.PRE_SHARED_KEY)
        && !extensions.endsWith(ExtensionType.PRE_SHARED_KEY)) {
      // RFC 8446 section 4.2.11: its binders cover all that comes before them.
      throw BrokenRuleException.illegal(
          extensions.name(ExtensionType.PRE_SHARED_KEY) + " is not the last extension");
    }
  }

  private static void check(ExtensionType type, Octets body, String what)
      throws BrokenRuleException {
    switch (type) {
      case SERVER_NAME -> ServerName.read(body, what);
      case MAX_FRAGMENT_LENGTH -> {
        int code = body.u8(what);
        // RFC 6066 section 4.
        require(code >= 1 && code <= 4, what + " is " + code);
      }
      case STATUS_REQUEST -> statusRequest(body, what);
      case SUPPORTED_GROUPS, SIGNATURE_ALGORITHMS, SIGNATURE_ALGORITHMS_CERT ->
          numbers(body.vector16(what), what);
      case EC_POINT_FORMATS,
          PSK_KEY_EXCHANGE_MODES,
          CLIENT_CERTIFICATE_TYPE,
          SERVER_CERTIFICATE_TYPE ->
          body.vector8(what).notEmpty(what);
      case HEARTBEAT -> {
        int mode = body.u8(what);
        // RFC 6520 section 2.
        require(mode == 1 || mode == 2, what + ": mode " + mode);
      }
      case APPLICATION_LAYER_PROTOCOL_NEGOTIATION -> alpn(body, what);
      case PADDING -> padding(body, what);
      case RECORD_SIZE_LIMIT -> {
        int limit = body.u16(what);
        // RFC 8449 section 4.
        require(limit >= 64, what + " is " + limit + ", less than 64");
      }
      case SESSION_TICKET, USE_SRTP -> body.skip();
      case PRE_SHARED_KEY -> OfferedPsks.read(body, what);
      case SUPPORTED_VERSIONS -> numbers(body.vector8(what), what);
      case COOKIE -> body.vector16(what).notEmpty(what);
      case CERTIFICATE_AUTHORITIES -> names(body, what);
      case KEY_SHARE -> ClientShares.read(body, what);
      case RENEGOTIATION_INFO -> renegotiation(body, what);
      // The others say all by being there: EMS, encrypt-then-MAC, early data and so on.
      default -> {}
    }
  }

  private static void numbers(Octets list, String what) throws BrokenRuleException {
    if (list.notEmpty(what).remaining() % 2 != 0) {
      throw BrokenRuleException.decode(what + " has an odd length");
    }
  }

  /** RFC 6066 section 8; requests of other types are opaque. */
  private static void statusRequest(Octets body, String what) throws BrokenRuleException {
    if (body.u8(what) != OCSP) {
      body.skip();
      return;
    }
    Octets responders = body.vector16(what + ": responder_id_list");
    String each = what + ": a ResponderID";
    while (!responders.isEmpty()) {
      responders.vector16(each).notEmpty(each);
    }
    body.vector16(what + ": request_extensions");
  }

  /** RFC 7301 section 3.1. */
  private static void alpn(Octets body, String what) throws BrokenRuleException {
    Octets list = body.vector16(what).notEmpty(what);
    String each = what + ": a protocol's name";
    while (!list.isEmpty()) {
      list.vector8(each).notEmpty(each);
    }
  }

  /** RFC 7685 section 3. */
  private static void padding(Octets body, String what) throws BrokenRuleException {
    while (!body.isEmpty()) {
      if (body.u8(what) != 0) {
        throw BrokenRuleException.illegal(what + " is not all zero");
      }
    }
  }

  /** RFC 8446 section 4.2.4. */
  private static void names(Octets body, String what) throws BrokenRuleException {
    Octets list = body.vector16(what).notEmpty(what);
    String each = what + ": a DistinguishedName";
    while (!list.isEmpty()) {
      list.vector16(each).notEmpty(each);
    }
  }

  /** RFC 5746 section 3.6: there is no handshake that this one could renew. */
  private static void renegotiation(Octets body, String what) throws BrokenRuleException {
    if (!body.vector8(what).isEmpty()) {
      throw BrokenRuleException.handshakeFailure(what + " is not empty in a first handshake");
    }
  }

  private static void require(boolean kept, String rule) throws BrokenRuleException {
    if (!kept) {
      throw BrokenRuleException.illegal(rule);
    }
  }

  /** The protocols of an ALPN extension whose form has been judged, one char a byte. */
  static List<String> protocols(Octets body) throws BrokenRuleException {
    List<String> names = new ArrayList<>();
    Octets list = body.vector16("");
    while (!list.isEmpty()) {
      names.add(list.vector8("").latin1());
    }
    return names;
  }

  /** The names of certificate_authorities, whose form has been judged. */
  static List<byte[]> authorities(Octets body) throws BrokenRuleException {
    List<byte[]> names = new ArrayList<>();
    Octets list = body.vector16("");
    while (!list.isEmpty()) {
      names.add(list.vector16("").bytes());
    }
    return names;
  }

  private static final int OCSP = 1;

  private ClientExtensions() {}
}
