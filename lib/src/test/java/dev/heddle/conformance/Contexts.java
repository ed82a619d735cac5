package dev.heddle.conformance;

import dev.heddle.config.ClientCertificateCallback;
import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.ssl.InfoCallback;
import dev.heddle.ssl.Mode;
import dev.heddle.ssl.Option;
import dev.heddle.ssl.SslContext;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes contexts from {@code ctx} lines. */
final class Contexts {

  static SslContext of(Op op, Place place, InfoCallback alerts) {
    SslContext.Builder builder = method(op);
    builder.infoCallback(alerts);
    builder.minProtoVersion(version(op.option("min").orElse("1.2")));
    builder.maxProtoVersion(version(op.option("max").orElse("1.3")));
    op.option("ciphers").ifPresent(builder::cipherList);
    op.option("suites").ifPresent(builder::ciphersuites);
    op.option("groups").ifPresent(builder::groupsList);
    identity(op, place, builder);
    verification(op, builder);
    alpn(op, builder);
    flags(op, builder);
    builder.numTickets(Integer.parseInt(op.option("tickets").orElse("0")));
    callbacks(op, builder);
    return builder.build();
  }

  private static SslContext.Builder method(Op op) {
    return switch (op.option("method").orElse("any")) {
      case "client" -> SslContext.client();
      case "server" -> SslContext.server();
      default -> SslContext.any();
    };
  }

  private static TlsVersion version(String text) {
    return switch (text) {
      case "1.2" -> TlsVersion.TLS_1_2;
      case "1.3" -> TlsVersion.TLS_1_3;
      default -> throw new UnsupportedOpException("ctx min/max=" + text);
    };
  }

  private static void identity(Op op, Place place, SslContext.Builder builder) {
    op.option("cert")
        .ifPresent(
            name -> builder.credentials(Credentials.pem(place.chain(name), place.key(name))));
    // libssl trusts nobody until it is told whom; our own default is the system's store.
    Trust trust = op.option("ca").map(name -> Trust.pem(place.chain(name))).orElse(Trust.none());
    builder.trust(trust);
    if (op.option("cert").isPresent() && op.option("ca").isPresent()) {
      builder.clientCaList(
          trust.anchors().stream().map(ca -> ca.getSubjectX500Principal()).toList());
    }
  }

  /** libssl neither verifies nor compares host names unless it is told to. */
  private static void verification(Op op, SslContext.Builder builder) {
    builder.insecureNoHostName();
    switch (op.option("verify").orElse("none")) {
      case "peer" -> builder.verifyPeer();
      case "require" -> builder.verifyPeerFailIfNoPeerCert();
      default -> builder.insecureVerifyNone();
    }
  }

  private static void alpn(Op op, SslContext.Builder builder) {
    builder.alpnProtos(op.list("alpn").toArray(String[]::new));
    // A server's choice only: libssl's clients take no protocol for an answer.
    boolean server = op.option("role").orElse("").equals("server");
    builder.alpnMismatchFatal(server && op.option("alpn_mismatch").orElse("").equals("fatal"));
  }

  private static void flags(Op op, SslContext.Builder builder) {
    builder.quietShutdown(!op.option("quiet").orElse("0").equals("0"));
    op.list("mode").forEach(mode -> builder.setMode(Mode.valueOf(mode)));
    op.list("nomode").forEach(mode -> builder.clearMode(Mode.valueOf(mode)));
    for (String option : op.list("opt")) {
      switch (option) {
        case "IGNORE_UNEXPECTED_EOF" -> builder.setOptions(Option.IGNORE_UNEXPECTED_EOF);
        case "NO_TICKET" -> builder.setOptions(Option.NO_TICKET);
        // What it switches off is not there.
        case "NO_RENEGOTIATION" -> {}
        default -> throw new UnsupportedOpException("ctx opt=" + option);
      }
    }
  }

  private static void callbacks(Op op, SslContext.Builder builder) {
    op.option("certcb_retry")
        .map(count -> new AtomicInteger(Integer.parseInt(count)))
        .ifPresent(
            left ->
                builder.clientCertCallback(
                    issuers ->
                        left.getAndDecrement() > 0
                            ? ClientCertificateCallback.Selection.callAgain()
                            : ClientCertificateCallback.Selection.none()));
    op.option("chcb_retry")
        .map(count -> new AtomicInteger(Integer.parseInt(count)))
        .ifPresent(
            left ->
                builder.clientHelloCallback(
                    hello ->
                        left.getAndDecrement() > 0
                            ? ClientHelloCallback.Result.RETRY
                            : ClientHelloCallback.Result.SUCCESS));
  }

  private Contexts() {}
}
