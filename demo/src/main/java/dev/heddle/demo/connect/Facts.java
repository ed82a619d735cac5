package dev.heddle.demo.connect;

import dev.heddle.config.HostName;
import dev.heddle.config.VerifyResult;
import dev.heddle.demo.common.Agreed;
import dev.heddle.demo.common.Lines;
import dev.heddle.ssl.Ssl;
import java.io.PrintStream;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a handshake has brought, for people.
 *
 * @param enforced whether a bad verify result would have ended the connection
 */
record Facts(Ssl ssl, boolean enforced) {

  void print(PrintStream out, boolean brief) {
    if (brief) {
      out.println(brief());
      out.flush();
      return;
    }
    row(out, "connected to", ssl.getWbio().peer());
    row(out, "version", ssl.getVersion());
    row(out, "suite", ssl.getCurrentCipher().openSslName());
    row(out, "group", group());
    row(out, "ALPN", alpn());
    List<X509Certificate> chain = ssl.getPeerCertChain();
    for (int i = 0; i < chain.size(); i++) {
      certificate(out, i, chain.get(i));
    }
    row(out, "verify", verify());
    out.println("---");
    out.flush();
  }

  private String brief() {
    X509Certificate leaf = ssl.getPeerCertificate();
    return Agreed.text(ssl)
        + ", ALPN "
        + alpn()
        + ", "
        + (leaf == null ? "no certificate" : name(leaf.getSubjectX500Principal().getName()))
        + ", verify "
        + verify();
  }

  private static void certificate(PrintStream out, int depth, X509Certificate certificate) {
    row(out, "certificate " + depth, name(certificate.getSubjectX500Principal().getName()));
    row(out, "  issuer", name(certificate.getIssuerX500Principal().getName()));
    row(
        out,
        "  valid",
        certificate.getNotBefore().toInstant() + " to " + certificate.getNotAfter().toInstant());
    List<String> names = HostName.presented(certificate);
    if (!names.isEmpty()) {
      row(out, "  names", Lines.oneLine(String.join(", ", names)));
    }
  }

  private String group() {
    var group = ssl.getNegotiatedGroup();
    return group == null ? "none" : group.openSslName();
  }

  private String alpn() {
    String protocol = ssl.getAlpnSelected();
    return protocol == null ? "none" : Lines.oneLine(protocol);
  }

  private String verify() {
    VerifyResult result = ssl.getVerifyResult();
    String text = result.code() + " (" + result.text() + ")";
    return result.ok() || enforced ? text : text + ", and goes on as it was told to";
  }

  private static String name(String distinguishedName) {
    return distinguishedName.isEmpty() ? "(no name)" : Lines.oneLine(distinguishedName);
  }

  private static void row(PrintStream out, String name, String value) {
    out.printf("%-14s %s%n", name, value);
  }
}
