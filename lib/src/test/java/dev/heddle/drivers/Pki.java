package dev.heddle.drivers;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The certificates of the scenarios. Clients trust {@link #root}. */
public final class Pki {

  private static final Identity STRANGER = TestCerts.make("Heddle strange root").ca().build();
  private static final Map<Scenario, Identity> SERVERS = new EnumMap<>(Scenario.class);

  static {
    SERVERS.put(Scenario.WRONG_CA, local().by(STRANGER).build());
    SERVERS.put(Scenario.EXPIRED, local().by(root()).expired().build());
    SERVERS.put(
        Scenario.WRONG_NAME,
        TestCerts.make("elsewhere.test")
            .dns("elsewhere.test")
            .purpose(KeyPurposeId.id_kp_serverAuth)
            .by(root())
            .build());
  }

  /** Its issuer has the true root's name, so that key managers think it to be what is wanted. */
  private static final Identity STRANGE_CLIENT =
      TestCerts.make("client")
          .purpose(KeyPurposeId.id_kp_clientAuth)
          .by(TestCerts.make("Heddle test root").key(KeyType.EC_P384).ca().build())
          .build();

  /** What clients trust, and servers ask their clients for. */
  public static Identity root() {
    return TestCerts.root();
  }

  /** Who the server of that scenario says it is: for most of them the true localhost. */
  public static Identity server(Scenario scenario) {
    return SERVERS.getOrDefault(scenario, TestCerts.localhost(KeyType.EC_P256));
  }

  /** Whom one has to trust to take that server. */
  public static Identity issuerOf(Scenario scenario) {
    return scenario == Scenario.WRONG_CA ? STRANGER : root();
  }

  /** What the client of that scenario has to show, common name {@code client}; null for nothing. */
  public static Identity client(Scenario scenario) {
    return switch (scenario) {
      case CLIENT_CERTIFICATE -> TestCerts.client(KeyType.EC_P256);
      case STRANGE_CLIENT_CERTIFICATE -> STRANGE_CLIENT;
      default -> null;
    };
  }

  /**
   * Writes what a server reads from files: {@code chain.pem} and {@code key.pem} of the identity,
   * and {@code root.pem}, which clients' certificates hang from.
   */
  public static void write(Identity server, Path directory) throws IOException {
    Files.writeString(directory.resolve("chain.pem"), server.chainPem());
    Files.writeString(directory.resolve("key.pem"), server.keyPem());
    Files.writeString(directory.resolve("root.pem"), root().certificatePem());
  }

  private static TestCerts.Maker local() {
    return TestCerts.make("localhost")
        .dns("localhost")
        .ip("127.0.0.1")
        .ip("::1")
        .purpose(KeyPurposeId.id_kp_serverAuth);
  }

  private Pki() {}
}
