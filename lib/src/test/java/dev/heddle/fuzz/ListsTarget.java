package dev.heddle.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.AcceptBio;
import dev.heddle.bio.ConnectBio;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.CipherSuites;
import dev.heddle.config.ConfigException;
import dev.heddle.config.Groups;
import dev.heddle.config.HostName;
import dev.heddle.config.KeyPin;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SigAlgs;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Versions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts of a configuration. The first byte picks the parser, the rest is the text in UTF-8.
 *
 * <p>Asserts: only {@link ConfigException} is thrown ({@link IllegalArgumentException} for
 * addresses of BIOs), with a message that has nothing of it but printable ASCII; and what a parser
 * answers, written out again, is read as the same.
 */
final class ListsTarget {

  static void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String text = new String(input, 1, input.length - 1, UTF_8);
    int parser = Byte.toUnsignedInt(input[0]) % 10;
    try {
      switch (parser) {
        case 0 -> ciphers(text);
        case 1 -> suites13(text);
        case 2 -> groups(text);
        case 3 -> sigAlgs(text);
        case 4 -> assertEquals(Versions.parse(text), version(Versions.parse(text)));
        case 5 -> hostName(text);
        case 6 -> assertEquals(KeyPin.parse(text), KeyPin.parse(KeyPin.parse(text).toString()));
        case 7 -> alpn(text);
        case 8 -> serverName(text);
        default -> addresses(text);
      }
    } catch (ConfigException e) {
      assertPrintable(e.getMessage());
    } catch (IllegalArgumentException e) {
      if (parser != ADDRESSES) {
        throw e;
      }
      assertPrintable(e.getMessage());
    }
  }

  private static void ciphers(String text) {
    List<CipherSuite> suites = CipherSuites.parse12(text);
    assertFalse(suites.isEmpty());
    String names = suites.stream().map(CipherSuite::openSslName).collect(Collectors.joining(":"));
    assertEquals(suites, CipherSuites.parse12(names));
  }

  private static void suites13(String text) {
    List<CipherSuite> suites = CipherSuites.parse13(text);
    String names = suites.stream().map(CipherSuite::ianaName).collect(Collectors.joining(":"));
    assertEquals(suites, CipherSuites.parse13(names));
  }

  private static void groups(String text) {
    List<NamedGroup> groups = Groups.parse(text);
    assertFalse(groups.isEmpty());
    String names = groups.stream().map(NamedGroup::openSslName).collect(Collectors.joining(":"));
    assertEquals(groups, Groups.parse(names));
  }

  private static void sigAlgs(String text) {
    List<SignatureScheme> schemes = SigAlgs.parse(text);
    assertFalse(schemes.isEmpty());
    String names = schemes.stream().map(SignatureScheme::ianaName).collect(Collectors.joining(":"));
    assertEquals(schemes, SigAlgs.parse(names));
  }

  private static TlsVersion version(TlsVersion version) {
    return Versions.parse(version.openSslName());
  }

  private static void hostName(String text) {
    HostName name = HostName.of(text);
    assertEquals(name, HostName.of(name.text()));
    assertEquals(name.isIp(), HostName.of(name.text()).isIp());
    assertPrintable(name.text());
    assertTrue(name.text().length() <= 253);
    name.matches(Fixed.SERVER.chain().get(0));
  }

  private static void alpn(String text) {
    List<String> protocols = List.of(text.split(",", -1));
    List<String> kept =
        TlsConfig.builder().alpnProtocols(protocols).serverName("").build().alpnProtocols();
    assertEquals(protocols.stream().distinct().toList(), kept);
  }

  private static void serverName(String text) {
    TlsConfig config = TlsConfig.builder().serverName(text).build();
    config.serverName().ifPresent(name -> assertFalse(HostName.of(name).isIp()));
  }

  private static void addresses(String text) {
    assertFalse(ConnectBio.to(text).toString().isEmpty());
    assertFalse(AcceptBio.on(text).toString().isEmpty());
  }

  private static void assertPrintable(String text) {
    // The ellipsis is our own: "xn--…".
    assertTrue(
        text.chars().allMatch(c -> c >= 0x20 && c < 0x7f || c == '…'),
        () -> "not printable: " + text);
  }

  private static final int ADDRESSES = 9;

  private ListsTarget() {}
}
