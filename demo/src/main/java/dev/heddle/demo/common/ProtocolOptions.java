package dev.heddle.demo.common;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.ssl.SslContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to offer and accept, in the spelling of OpenSSL's lists. */
public final class ProtocolOptions extends VersionOptions {

  @Option(
      names = "--ciphers",
      paramLabel = "LIST",
      description = "Cipher suites of TLS 1.2, as in openssl ciphers(1): @|italic AESGCM:!RSA|@")
  private String ciphers;

  @Option(
      names = "--ciphersuites",
      paramLabel = "LIST",
      description = "Cipher suites of TLS 1.3, separated by colons")
  private String suites;

  @Option(
      names = {"--groups", "--curves"},
      paramLabel = "LIST",
      description = "Groups for the key exchange, best first: @|italic X25519MLKEM768:X25519|@")
  private String groups;

  @Option(
      names = "--sigalgs",
      paramLabel = "LIST",
      description = "Signature schemes, best first: @|italic ecdsa_secp256r1_sha256|@")
  private String signatures;

  @Option(
      names = "--alpn",
      paramLabel = "NAME[,NAME...]",
      description = "Application protocols, best first, separated by commas")
  private List<String> alpn = new ArrayList<>();

  @Option(
      names = "--nagle",
      paramLabel = "POLICY",
      converter = NagleConverter.class,
      description =
          "Nagle's algorithm: @|italic leave|@ it alone, @|italic off|@, or"
              + " @|italic off-for-handshake|@ (default: leave)")
  private NaglePolicy nagle = NaglePolicy.LEAVE;

  /**
   * Applies all of them.
   *
   * @throws IllegalArgumentException naming what is wrong in a list
   */
  public void apply(SslContext.Builder builder) {
    versions(builder);
    if (ciphers != null) {
      builder.cipherList(ciphers);
    }
    if (suites != null) {
      builder.ciphersuites(suites);
    }
    if (groups != null) {
      builder.groupsList(groups);
    }
    if (signatures != null) {
      builder.sigalgsList(signatures);
    }
    List<String> names = alpn();
    if (names.contains("")) {
      throw new IllegalArgumentException("--alpn has an empty name");
    }
    if (!names.isEmpty()) {
      builder.alpnProtos(names.toArray(String[]::new));
    }
    builder.nagle(nagle);
  }

  /** What was asked for by ALPN. */
  public List<String> alpn() {
    return alpn.stream().flatMap(list -> Arrays.stream(list.split(",", -1))).toList();
  }

  static final class NagleConverter implements ITypeConverter<NaglePolicy> {
    @Override
    public NaglePolicy convert(String text) {
      return Arrays.stream(NaglePolicy.values())
          .filter(policy -> spelled(policy).equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is none of "
                          + Arrays.stream(NaglePolicy.values())
                              .map(NagleConverter::spelled)
                              .collect(Collectors.joining(", "))));
    }

    private static String spelled(NaglePolicy policy) {
      return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
