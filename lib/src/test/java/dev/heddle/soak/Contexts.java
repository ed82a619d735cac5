package dev.heddle.soak;

import dev.heddle.config.SessionCache;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.config.VerifyStep;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The few contexts that all connections of a run share. */
final class Contexts {

  private record Kind(TlsVersion version, boolean client, boolean certificate, boolean throwing) {}

  private final Map<Kind, SslContext> contexts = new ConcurrentHashMap<>();

  private final Map<Kind, TlsConfig> configs = new ConcurrentHashMap<>();

  Ssl client(Plan plan) {
    boolean certificate = plan.clientCertificate() && plan.trouble() != Trouble.NO_CERTIFICATE;
    boolean throwing = plan.trouble() == Trouble.CALLBACK_THROWS;
    Ssl ssl = of(new Kind(plan.version(), true, certificate, throwing)).newSsl();
    ssl.set1Host(plan.trouble() == Trouble.WRONG_NAME ? "elsewhere.example" : "localhost");
    return ssl;
  }

  Ssl server(Plan plan) {
    return of(new Kind(plan.version(), false, plan.clientCertificate(), false)).newSsl();
  }

  private SslContext of(Kind kind) {
    return contexts.computeIfAbsent(kind, Contexts::make);
  }

  /** As those two, for an end that is a {@code TlsSocket}. */
  TlsConfig config(Plan plan, boolean client) {
    boolean certificate =
        plan.clientCertificate() && !(client && plan.trouble() == Trouble.NO_CERTIFICATE);
    boolean throwing = client && plan.trouble() == Trouble.CALLBACK_THROWS;
    TlsConfig config =
        configs.computeIfAbsent(
            new Kind(plan.version(), client, certificate, throwing), Contexts::makeConfig);
    return client && plan.trouble() == Trouble.WRONG_NAME
        ? config.toBuilder().hostName("elsewhere.example").build()
        : config;
  }

  /** Its cache is small: a large one that fills up would hide what else grows. */
  private static TlsConfig makeConfig(Kind kind) {
    TlsConfig.Builder builder =
        TlsConfig.builder()
            .minVersion(kind.version())
            .maxVersion(kind.version())
            .sessions(Sessions.create().withCache(SessionCache.inMemory(64, 4)));
    if (kind.client()) {
      builder.trust(Ends.trust()).hostName("localhost");
    } else {
      builder.credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)));
    }
    if (kind.certificate() && kind.client()) {
      builder.credentials(Ends.credentials(TestCerts.client(KeyType.EC_P256)));
    } else if (kind.certificate()) {
      builder.trust(Ends.trust()).verifyMode(VerifyMode.REQUIRE);
    }
    if (kind.throwing()) {
      builder.verifyCallback(Contexts::outOfOrder);
    }
    return builder.build();
  }

  private static boolean outOfOrder(VerifyStep step) {
    throw new IllegalStateException("this callback is out of order");
  }

  private static SslContext make(Kind kind) {
    SslContext.Builder builder =
        kind.client() ? Ends.client(kind.version()) : Ends.server(KeyType.EC_P256, kind.version());
    if (kind.certificate() && kind.client()) {
      builder.credentials(Ends.credentials(TestCerts.client(KeyType.EC_P256)));
    } else if (kind.certificate()) {
      builder.trust(Trust.of(List.of(TestCerts.root().certificate()))).verifyPeerFailIfNoPeerCert();
    }
    if (kind.throwing()) {
      builder.verifyCallback(Contexts::outOfOrder);
    }
    return builder.build();
  }
}
