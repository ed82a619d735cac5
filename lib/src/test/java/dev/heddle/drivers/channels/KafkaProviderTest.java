package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.drivers.Causes;
import dev.heddle.drivers.Face;
import dev.heddle.drivers.Pki;
import dev.heddle.drivers.Scenario;
import dev.heddle.drivers.channels.Meeting.Part;
import dev.heddle.drivers.channels.Meeting.Party;
import dev.heddle.drivers.channels.Meeting.Place;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertificateException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own factory of engines, which is given the name of a provider. */
class KafkaProviderTest {

  private static final Provider PROVIDER = Face.tested().provider();
  private static boolean added;

  @BeforeAll
  static void addProvider() {
    added = Security.addProvider(PROVIDER) >= 0;
  }

  @AfterAll
  static void removeProvider() {
    if (added) {
      Security.removeProvider(PROVIDER.getName());
    }
  }

  /** Ends by Kafka's settings, which are all that they have. */
  private record BySettings(Map<String, String> client, Map<String, String> server)
      implements Library {

    @Override
    public End connect(InetSocketAddress address, Setup setup) throws IOException {
      return KafkaEnd.connect(address, 0, KafkaEnd.settings(client));
    }

    @Override
    public End accept(SocketChannel accepted, Setup setup) throws IOException {
      Map<String, Object> settings = KafkaEnd.settings(server);
      settings.put(BrokerSecurityConfigs.SSL_CLIENT_AUTH_CONFIG, "required");
      return KafkaEnd.accept(accepted, settings);
    }
  }

  private static Map<String, String> settings(String version, Identity own) {
    Map<String, String> settings = new HashMap<>();
    settings.put(SslConfigs.SSL_PROVIDER_CONFIG, PROVIDER.getName());
    settings.put(SslConfigs.SSL_PROTOCOL_CONFIG, version);
    settings.put(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, version);
    settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
    settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, Pki.root().certificatePem());
    if (own != null) {
      settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
      settings.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, own.chainPem());
      settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, own.keyPem());
    }
    return settings;
  }

  /** A client that sends to a server that has refused it may be cut off before it hears why. */
  private static Meeting meet(Scenario scenario, String version) throws Exception {
    return meet(scenario, version, End::receive, End::receive);
  }

  private static Meeting meet(Scenario scenario, String version, Part clients, Part servers)
      throws Exception {
    Library library =
        new BySettings(
            settings(version, Pki.client(scenario)), settings(version, Pki.server(scenario)));
    Party client = new Party(library, Setup.client(Face.tested(), scenario, version), clients);
    Party server = new Party(library, Setup.server(Face.tested(), scenario, version), servers);
    try (Place place = new Place()) {
      return place.meet(client, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void good(String version) throws Exception {
    meet(Scenario.CLIENT_CERTIFICATE, version, Frames.ask(), Frames.answer()).assertWell();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void wrongCa(String version) throws Exception {
    Meeting meeting = meet(Scenario.WRONG_CA, version);
    Causes.demand(meeting.client(), SslAuthenticationException.class);
    Causes.demand(meeting.client(), CertificateException.class);
    Causes.demand(meeting.server(), SslAuthenticationException.class);
  }

  /** Kafka asks for the name to be checked unless it is told not to. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void wrongName(String version) throws Exception {
    Throwable thrown = meet(Scenario.WRONG_NAME, version).client();
    Causes.demand(thrown, SslAuthenticationException.class);
    Causes.assertSays(thrown, "elsewhere\\.test|localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void noClientCertificate(String version) throws Exception {
    Meeting meeting = meet(Scenario.NO_CLIENT_CERTIFICATE, version);
    Causes.demand(meeting.client(), SslAuthenticationException.class);
    Causes.demand(meeting.server(), SslAuthenticationException.class);
  }

  /** A broker tries its own certificate against its own trust, engine against engine. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void brokerTriesItsSettings(String version) {
    KafkaEnd.tryBetweenBrokers(KafkaEnd.settings(settings(version, Pki.server(Scenario.GOOD))));
    Map<String, Object> strange =
        KafkaEnd.settings(settings(version, Pki.server(Scenario.WRONG_CA)));
    Causes.assertSays(
        assertThrows(ConfigException.class, () -> KafkaEnd.tryBetweenBrokers(strange)),
        "SSLHandshakeException.*certificat");
  }
}
