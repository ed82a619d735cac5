package dev.heddle.demo.connect;

import dev.heddle.config.StapleStatus;
import dev.heddle.config.VerifyResult;
import dev.heddle.demo.common.Agreed;
import dev.heddle.demo.common.CertificateFacts;
import dev.heddle.demo.common.Lines;
import dev.heddle.fault.Phase;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints findings for people, one fact on a line; what is not known has none. */
final class TextReport {

  private final PrintStream out;
  private final Findings found;

  TextReport(PrintStream out, Findings found) {
    this.out = out;
    this.found = found;
  }

  /** Everything in one line. */
  void brief() {
    List<CertificateFacts> chain = found.chain();
    out.println(
        (found.protocol() == null ? "no handshake" : Agreed.text(found.ssl()))
            + ", ALPN "
            + orNone(found.alpn())
            + ", "
            + (chain.isEmpty() ? "no certificate" : chain.getFirst().subject())
            + (found.verify() == null ? "" : ", verify " + verify(found.verify())));
    out.flush();
  }

  /**
   * Everything.
   *
   * @param pem whether the certificates are printed, too
   * @param staple whether a missing staple is told
   */
  void full(boolean pem, boolean staple) {
    row("connected to", found.address());
    times();
    if (found.protocol() != null) {
      agreed();
    }
    request();
    if (found.protocol() == null && !found.chain().isEmpty()) {
      row("judged", "this path, with the trusted certificate at its end if one was found");
    }
    int depth = 0;
    for (CertificateFacts certificate : found.chain()) {
      certificate(depth++, certificate, pem);
    }
    if (found.trusted() != null) {
      row("trusted", found.trusted());
    }
    if (staple || found.staple() != null) {
      row("OCSP staple", found.staple() == null ? "none" : staple(found.staple()));
    }
    VerifyResult verify = found.verify();
    if (verify != null) {
      out.println("Verify return code: " + verify(verify));
    }
    out.println("---");
    out.flush();
  }

  private void times() {
    Duration resolve = found.line().resolve();
    Duration connect = found.line().connect();
    row(
        "time",
        millis(found.line().all().plus(found.handshake()))
            + ": resolve "
            + millis(resolve)
            + ", TCP "
            + millis(connect)
            + found.line().before().entrySet().stream()
                .map(phase -> ", " + phase.getKey().noun() + " " + millis(phase.getValue()))
                .collect(Collectors.joining())
            + ", handshake "
            + millis(found.handshake()));
    if (!found.phases().isEmpty()) {
      row(
          "  handshake",
          found.phases().entrySet().stream()
              .map(phase -> PHASES.get(phase.getKey()) + " " + millis(phase.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }

  private void agreed() {
    row("protocol", found.protocol());
    row("cipher suite", found.cipherSuite());
    row("group", orNone(found.group()));
    row("peer signature", orNone(found.peerSignature()));
    if (found.ownSignature() != null) {
      row("our signature", found.ownSignature());
    }
    row("server name", orNone(found.serverName()));
    row("ALPN", orNone(found.alpn()));
    boolean reused = found.ssl().sessionReused();
    row("session", reused ? "reused" : found.offered() ? "new: ours was not resumed" : "new");
  }

  private void request() {
    List<String> issuers = found.requests().issuers();
    if (issuers != null) {
      String own = found.requests().answer();
      row("asked of us", "a certificate" + (issuers.isEmpty() ? "" : " of " + some(issuers)));
      row("  answer", own == null ? "none was given" : own);
    }
  }

  private static String some(List<String> names) {
    String first = String.join(" or ", names.subList(0, Math.min(names.size(), MAX_ISSUERS)));
    int more = names.size() - MAX_ISSUERS;
    return more > 0 ? first + " or " + more + " others" : first;
  }

  private void certificate(int depth, CertificateFacts certificate, boolean pem) {
    row("certificate " + depth, certificate.subject());
    row("  issuer", certificate.issuer());
    row(
        "  valid",
        certificate.notBefore()
            + " to "
            + certificate.notAfter()
            + " ("
            + certificate.left()
            + ")");
    row("  key", certificate.key());
    row("  signed with", certificate.signedWith());
    if (!certificate.names().isEmpty()) {
      row("  names", certificate.someNames());
    }
    row("  SHA-256", certificate.sha256());
    row("  key pin", certificate.pin());
    if (pem) {
      out.print(certificate.pem());
    }
  }

  private static String staple(StapleStatus staple) {
    String until = staple.nextUpdate() == null ? "" : " to " + staple.nextUpdate();
    return Lines.oneLine(staple.detail())
        + (staple.thisUpdate() == null ? "" : ", " + staple.thisUpdate() + until);
  }

  private String verify(VerifyResult result) {
    String text = result.code() + " (" + Lines.oneLine(result.text()) + ")";
    return result.ok() || found.enforced() ? text : text + ", and goes on as it was told to";
  }

  private static String orNone(String text) {
    return text == null ? "none" : text;
  }

  private void row(String name, String value) {
    out.printf("%-14s %s%n", name, value);
  }

  private static final Map<Phase, String> PHASES =
      Map.of(
          Phase.HELLO, "until ServerHello",
          Phase.SERVER_AUTH, "server's certificate",
          Phase.CLIENT_AUTH, "ours",
          Phase.FINISH, "Finished");

  private static final int MAX_ISSUERS = 5;
}
