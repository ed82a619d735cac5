package dev.heddle.chain;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.Maker;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * One rule for a path of certificates, and a chain that breaks it and no other; one line of {@code
 * docs/paths.md}.
 *
 * @param rule what is refused or, with code 0, accepted
 * @param source the section that says so: of RFC 5280 unless it names another document
 * @param code the number of ours
 * @param depth of the certificate at fault
 * @param host the name that a server has to prove; null for none
 * @param strict whether only {@link TlsConfig#strictPaths} refuses it
 */
record PathRule(
    String rule,
    String source,
    int code,
    int depth,
    List<X509Certificate> anchors,
    List<X509Certificate> chain,
    boolean server,
    String host,
    boolean strict) {

  private static final String ACCEPTED = "accepted";

  /** A chain for {@code leaf.test}, presented by a server. */
  static PathRule refused(
      String rule, String source, int code, int depth, Identity anchor, Maker leaf) {
    return refused(rule, source, code, depth, anchor, leaf.build().chain());
  }

  static PathRule refused(
      String rule,
      String source,
      int code,
      int depth,
      Identity anchor,
      List<X509Certificate> chain) {
    List<X509Certificate> anchors = List.of(anchor.certificate());
    return new PathRule(rule, source, code, depth, anchors, chain, true, "leaf.test", false);
  }

  static PathRule accepted(String rule, String source, Identity anchor, Maker leaf) {
    return refused(rule, source, 0, 0, anchor, leaf);
  }

  PathRule host(String value) {
    return new PathRule(rule, source, code, depth, anchors, chain, server, value, strict);
  }

  PathRule client() {
    return new PathRule(rule, source, code, depth, anchors, chain, false, null, strict);
  }

  PathRule onlyStrict() {
    return new PathRule(rule, source, code, depth, anchors, chain, server, host, true);
  }

  VerifyResult ours(boolean strictPaths) {
    TlsConfig.Builder builder =
        TlsConfig.builder().trust(Trust.of(anchors)).strictPaths(strictPaths);
    if (host != null) {
      builder.hostName(host);
    }
    return ChainCheck.check(builder.build(), chain, server);
  }

  /** The JDK's message; null if it finds the chain good. */
  private String jdk() {
    return JdkVerdict.of(anchors, chain, server, host, Instant.now());
  }

  /**
   * The line of the table.
   *
   * @param verdict the JDK's
   */
  String line(String verdict) {
    String here = code == 0 ? ACCEPTED : "`" + X509V.of(code).name() + "` " + code;
    return "| " + rule + " | " + source + " | " + here + " | " + verdict + " |";
  }

  /** The JDK's verdict in one word. */
  String jdkVerdict() {
    return jdk() == null ? ACCEPTED : "refused";
  }

  @Override
  public String toString() {
    return rule;
  }
}
