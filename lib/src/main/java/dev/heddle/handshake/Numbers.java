package dev.heddle.handshake;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;

/** What an error calls a number of the peer's: its name in IANA's registry where we know it. */
final class Numbers {

  private Numbers() {}

  static String version(int code) {
    return switch (code) {
      case 0x0300 -> "SSL 3.0";
      case 0x0301 -> "TLS 1.0";
      case 0x0302 -> "TLS 1.1";
      case 0x0303 -> "TLS 1.2";
      case 0x0304 -> "TLS 1.3";
      default -> hex(code);
    };
  }

  static String suite(int code) {
    CipherSuite known = CipherSuite.of(code);
    return known == null ? hex(code) : known.ianaName();
  }

  static String group(int code) {
    NamedGroup known = NamedGroup.of(code);
    return known == null ? hex(code) : known.ianaName();
  }

  static String scheme(int code) {
    SignatureScheme known = SignatureScheme.of(code);
    return known == null ? hex(code) : known.ianaName();
  }

  private static String hex(int code) {
    return String.format("0x%04x", code);
  }
}
