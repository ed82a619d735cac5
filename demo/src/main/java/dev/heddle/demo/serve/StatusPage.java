package dev.heddle.demo.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.demo.common.CertificateFacts;
import dev.heddle.demo.common.Failure;
import dev.heddle.demo.common.Html;
import dev.heddle.ssl.Ssl;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * Answers one HTTP/1.1 request (RFC 9112) with a page about the connection: what was agreed on and
 * who the client is.
 */
final class StatusPage implements Service {

  @Override
  public void serve(Ssl ssl, Duration limit) throws Failure {
    String head = head(ssl, limit);
    if (head == null) {
      return;
    }
    byte[] answer = answer(ssl, head.lines().findFirst().orElse("")).getBytes(UTF_8);
    Service.write(ssl, answer, answer.length, limit);
    ssl.shutdown();
  }

  /** The head of the request; empty if it is too long, null if the client left. */
  private static String head(Ssl ssl, Duration limit) throws Failure {
    long end = System.nanoTime() + limit.toNanos();
    byte[] buffer = new byte[LONGEST_HEAD];
    int length = 0;
    while (length < buffer.length) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      int n = Service.read(ssl, buffer, length, left);
      if (n == 0) {
        return null;
      }
      length += n;
      String head = new String(buffer, 0, length, ISO_8859_1);
      if (head.contains("\r\n\r\n")) {
        return head;
      }
    }
    return "";
  }

  private static String answer(Ssl ssl, String request) {
    if (!request.matches("[A-Z]{1,20} \\S+ HTTP/1\\.[01]")) {
      return response("400 Bad Request", "", page("Bad request", ""));
    }
    boolean head = request.startsWith("HEAD ");
    if (!head && !request.startsWith("GET ")) {
      return response(
          "405 Method Not Allowed", "Allow: GET, HEAD\r\n", page("Only GET and HEAD", ""));
    }
    String whole = response("200 OK", "", page("This connection", connection(ssl) + client(ssl)));
    return head ? whole.substring(0, whole.indexOf("\r\n\r\n") + 4) : whole;
  }

  private static String response(String status, String more, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\r\nContent-Security-Policy: default-src 'none'\r\nCache-Control: no-store\r\n"
        + more
        + "Connection: close\r\n\r\n"
        + body;
  }

  private static String page(String title, String body) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<title>"
        + title
        + "</title>\n<h1>"
        + title
        + "</h1>\n"
        + body
        + "</html>\n";
  }

  private static String connection(Ssl ssl) {
    NamedGroup group = ssl.getNegotiatedGroup();
    SignatureScheme scheme = ssl.getSignatureScheme();
    return "<table>\n"
        + row("client", ssl.getWbio().peer())
        + row("protocol", ssl.getVersion())
        + row("cipher suite", ssl.getCurrentCipher().openSslName())
        + row("group", group == null ? "none" : group.openSslName())
        + row("our signature", scheme == null ? "none" : scheme.ianaName())
        + row("server name", orNone(ssl.getServername()))
        + row("ALPN", orNone(ssl.getAlpnSelected()))
        + "</table>\n";
  }

  private static String client(Ssl ssl) {
    StringBuilder text = new StringBuilder("<h2>Client certificate</h2>\n");
    if (ssl.getPeerCertChain().isEmpty()) {
      return text.append("<p>none</p>\n").toString();
    }
    for (X509Certificate each : ssl.getPeerCertChain()) {
      CertificateFacts certificate = CertificateFacts.of(each, Instant.now());
      text.append("<table>\n")
          .append(row("subject", certificate.subject()))
          .append(row("issuer", certificate.issuer()))
          .append(row("valid until", certificate.notAfter() + " (" + certificate.left() + ")"))
          .append(row("key", certificate.key()))
          .append(row("names", certificate.someNames()))
          .append(row("SHA-256", certificate.sha256()))
          .append("</table>\n");
    }
    return text.toString();
  }

  private static String row(String name, String value) {
    return "<tr><th>" + name + "<td>" + Html.escape(value) + "\n";
  }

  private static String orNone(String text) {
    return text == null ? "none" : text;
  }

  private static final int LONGEST_HEAD = 8192;
}
