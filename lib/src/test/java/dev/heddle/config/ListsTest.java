package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as OpenSSL spells them. */
class ListsTest {

  private static final String ECDSA_128 = "ECDHE-ECDSA-AES128-GCM-SHA256";
  private static final String RSA_128 = "ECDHE-RSA-AES128-GCM-SHA256";
  private static final String ECDSA_256 = "ECDHE-ECDSA-AES256-GCM-SHA384";
  private static final String RSA_256 = "ECDHE-RSA-AES256-GCM-SHA384";
  private static final String ECDSA_CHACHA = "ECDHE-ECDSA-CHACHA20-POLY1305";
  private static final String RSA_CHACHA = "ECDHE-RSA-CHACHA20-POLY1305";
  private static final String DHE =
      "DHE-RSA-AES128-GCM-SHA256 DHE-RSA-AES256-GCM-SHA384 DHE-RSA-CHACHA20-POLY1305";
  private static final String ECDHE =
      String.join(" ", ECDSA_128, RSA_128, ECDSA_256, RSA_256, ECDSA_CHACHA, RSA_CHACHA);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DEFAULT                         | " + "{ECDHE}",
        "ECDHE                           | " + "{ECDHE}",
        "ALL                             | " + "{ECDHE} {DHE}",
        "HIGH:!aNULL:!MD5:!RC4:!3DES     | " + "{ECDHE} {DHE}",
        "HIGH:MEDIUM:+3DES:!aNULL        | " + "{ECDHE} {DHE}",
        "ALL:!kDHE                       | " + "{ECDHE}",
        "DHE                             | " + "{DHE}",
        "ECDHE+aECDSA+AESGCM             | " + ECDSA_128 + " " + ECDSA_256,
        "ECDHE+CHACHA20:ECDHE+AES128     | "
            + ECDSA_CHACHA
            + " "
            + RSA_CHACHA
            + " "
            + ECDSA_128
            + " "
            + RSA_128,
        "ECDHE:!AES:!aRSA                | " + ECDSA_CHACHA,
        "ECDHE:-AES:" + RSA_256 + "      | " + ECDSA_CHACHA + " " + RSA_CHACHA + " " + RSA_256,
        "!" + RSA_256 + ":" + RSA_256 + ":" + RSA_128 + " | " + RSA_128,
        RSA_128 + ":" + ECDSA_256 + ":+aRSA | " + ECDSA_256 + " " + RSA_128,
        RSA_128 + ":" + ECDSA_256 + ":@STRENGTH | " + ECDSA_256 + " " + RSA_128,
        "AES128-SHA                      | AES128-SHA",
        "ecdhe-rsa-aes128-sha            | ECDHE-RSA-AES128-SHA",
        "TLS_RSA_WITH_AES_128_CBC_SHA    | AES128-SHA",
        "ALL:AES128-SHA:!kRSA            | " + "{ECDHE} {DHE}",
        "AES128-SHA:AES128-GCM-SHA256:!SHA1 | AES128-GCM-SHA256",
        RSA_128 + ":" + RSA_128 + "      | " + RSA_128,
        "'" + RSA_128 + ", " + RSA_256 + "' | " + RSA_128 + " " + RSA_256,
        RSA_128 + ":@SECLEVEL=2          | " + RSA_128,
      })
  void list12(String list, String expected) {
    String names = expected.replace("{ECDHE}", ECDHE).replace("{DHE}", DHE);
    assertEquals(names, names(CipherSuites.parse12(list)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RSA_WITH_NOTHING | unknown cipher suite or keyword 'RSA_WITH_NOTHING'",
        "ECDHE:!NOSUCH    | unknown cipher suite or keyword '!NOSUCH'",
        "ECDHE+NOSUCH     | unknown cipher suite or keyword 'ECDHE+NOSUCH'",
        "ecdhe            | unknown cipher suite or keyword 'ecdhe' in 'ecdhe'; did you mean ECDHE",
        "ECDHE-RSA-AES128-GCM-SHA | ; did you mean ECDHE-RSA-AES128-GCM-SHA256 or",
        "ECDHE_RSA_AES128_GCM_SHA256 | ; did you mean ECDHE-RSA-AES128-GCM-SHA256",
        "RSA_WITH_NOTHING | ; suites are named as OpenSSL or IANA has them (ECDHE-RSA-AES128-GCM-",
        "kRSA             | 'kRSA' selects only suites with CBC or RSA key exchange",
        "ECDHE+SHA256     | 'ECDHE+SHA256' selects only suites with CBC or RSA key exchange",
        "MD5              | no cipher suite is left of 'MD5'",
        "ECDHE:!ALL       | no cipher suite is left of 'ECDHE:!ALL'",
        "''               | no cipher suite is left of ''",
        "ECDHE:DEFAULT    | DEFAULT must be the first element",
        "ALL:@SECLEVEL=0  | '@SECLEVEL=0' cannot be had",
        "ALL:@SORT        | unknown command '@SORT'",
        "TLS_AES_128_GCM_SHA256 | is of TLS 1.3 and has no place in a list for TLS 1.2",
      })
  void refused12(String list, String message) {
    assertRefused(message, () -> CipherSuites.parse12(list));
  }

  @Test
  void keywordsBringInNothingWeak() {
    for (String keyword :
        List.of("ALL", "HIGH", "ECDHE", "aRSA", "aECDSA", "AES", "AES128", "TLSv1.2")) {
      for (CipherSuite suite : CipherSuites.parse12(keyword)) {
        assertTrue(suite.aead() && suite.forwardSecret(), keyword + " brings in " + suite);
      }
    }
  }

  @Test
  void list13() {
    assertEquals(
        List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256, CipherSuite.TLS_AES_128_GCM_SHA256),
        CipherSuites.parse13("TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"));
    assertEquals(List.of(), CipherSuites.parse13(""));
    assertRefused(
        "unknown TLS 1.3 cipher suite 'TLS_AES_512' in 'TLS_AES_512'; known are"
            + " TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256",
        () -> CipherSuites.parse13("TLS_AES_512"));
    assertRefused("is of TLS 1.2", () -> CipherSuites.parse13(RSA_128));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X25519                            | X25519",
        "P-256:P-384,P-521                 | P_256 P_384 P_521",
        "secp256r1:prime256v1:P-256        | P_256",
        "x25519mlkem768:x25519             | X25519MLKEM768 X25519",
        "SecP256r1MLKEM768 X448            | SECP256R1MLKEM768 X448",
        "ffdhe2048:FFDHE3072               | FFDHE2048 FFDHE3072",
        "?nosuch:X25519                    | X25519",
      })
  void groups(String list, String expected) {
    assertEquals(
        expected, Groups.parse(list).stream().map(Enum::name).collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch", "X25519:sect163k1", "*X25519", "X25519/P-256", "", "?nosuch"})
  void refusedGroups(String list) {
    assertRefused("known are X25519MLKEM768, X25519, P-256", () -> Groups.parse(list));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RSA+SHA256:ECDSA+SHA384           | RSA_PKCS1_SHA256 ECDSA_SECP384R1_SHA384",
        "rsa_pss_rsae_sha256,PSS+SHA384    | RSA_PSS_RSAE_SHA256 RSA_PSS_RSAE_SHA384",
        "RSA-PSS+SHA512:rsa_pss_pss_sha512 | RSA_PSS_RSAE_SHA512 RSA_PSS_PSS_SHA512",
        "Ed25519:ED448                     | ED25519 ED448",
      })
  void signatureSchemes(String list, String expected) {
    assertEquals(
        expected, SigAlgs.parse(list).stream().map(Enum::name).collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA+SHA255", "RSA+SHA256:x", ""})
  void unknownSignatureSchemes(String list) {
    assertRefused("known are ecdsa_secp256r1_sha256", () -> SigAlgs.parse(list));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA+SHA1", "ecdsa+md5", "rsa_pkcs1_sha1", "ecdsa_sha1", "DSA+SHA256"})
  void weakSignatureSchemes(String name) {
    assertRefused(
        "signature scheme '"
            + name
            + "' in 'ed25519:"
            + name
            + "' is too weak: no signature with SHA-1, MD5 or DSA is made or accepted",
        () -> SigAlgs.parse("ed25519:" + name));
  }

  @Test
  void versions() {
    assertEquals(TlsVersion.TLS_1_2, Versions.parse("TLSv1.2"));
    assertEquals(TlsVersion.TLS_1_3, Versions.parse("tlsv1.3"));
    assertRefused(
        "unknown or unsupported protocol version 'TLSv1.1'", () -> Versions.parse("TLSv1.1"));
    assertRefused("'TLSv1.3\\u000a2'", () -> Versions.parse("TLSv1.3\n2"));
    assertRefused(
        "minimum version TLSv1.3 is above the maximum version TLSv1.2",
        () -> Versions.range(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2));
  }

  @Test
  void numbersAreUniqueAndFindTheirConstant() {
    Stream.of(CipherSuite.values()).forEach(s -> assertEquals(s, CipherSuite.of(s.code())));
    Stream.of(NamedGroup.values()).forEach(g -> assertEquals(g, NamedGroup.of(g.code())));
    Stream.of(SignatureScheme.values()).forEach(s -> assertEquals(s, SignatureScheme.of(s.code())));
    Stream.of(TlsVersion.values()).forEach(v -> assertEquals(v, TlsVersion.of(v.code())));
    Stream.of(X509V.values()).forEach(v -> assertEquals(v, X509V.of(v.code())));
  }

  @Test
  void messageDoesNotCarryControlCharacters() {
    assertRefused("'a\\u001b[31m'", () -> Groups.parse("a\u001b[31m"));
  }

  private static String names(List<CipherSuite> suites) {
    return suites.stream().map(CipherSuite::openSslName).collect(Collectors.joining(" "));
  }

  private static void assertRefused(String part, Runnable call) {
    ConfigException e = assertThrows(ConfigException.class, call::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
