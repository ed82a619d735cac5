package dev.heddle.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.TlsException;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Credentials and trust that change at either end of connections with client certificates. */
class ReloadedConnectionsTest {

  /** Of the same name, so that only its key tells. */
  private static final Identity OTHER_ROOT =
      TestCerts.make("Heddle test root").key(KeyType.EC_P384).ca().build();

  private static final Identity SERVER = localhost("server 1");
  private static final Identity CLIENT = user("client 1", TestCerts.root());

  @TempDir private Path directory;
  private End server;
  private End client;

  @BeforeEach
  void writeFirst() throws IOException {
    server = new End(directory.resolve("server"));
    client = new End(directory.resolve("client"));
    server.write(SERVER, TestCerts.root());
    client.write(CLIENT, TestCerts.root());
  }

  @ParameterizedTest
  @EnumSource
  void nextConnectionHasTheNewClientCertificateAndTheOldOneGoesOn(TlsVersion version)
      throws Exception {
    try (Both both = new Both(version)) {
      TlsSocket first = both.connect();
      assertEquals("CN=client 1", both.say(first));
      TlsSocket again = both.connect();
      assertTrue(again.info().resumed());
      client.write(user("client 2", TestCerts.root()), TestCerts.root());
      both.ofClient.reload();
      TlsSocket second = both.connect();
      assertFalse(second.info().resumed()); // it would still be client 1
      assertEquals("CN=client 2", both.say(second));
      assertEquals("CN=client 1", both.say(first));
      TlsSocket third = both.connect();
      assertTrue(third.info().resumed());
      assertEquals("CN=client 2", both.say(third));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nextConnectionMeetsTheNewServerCertificateAndTheOldOneGoesOn(TlsVersion version)
      throws Exception {
    try (Both both = new Both(version)) {
      TlsSocket first = both.connect();
      assertEquals("CN=client 1", both.say(first));
      server.write(localhost("server 2"), TestCerts.root());
      both.ofServer.reload();
      TlsSocket second = both.connect();
      assertFalse(second.info().resumed());
      assertEquals("CN=server 2", name(second));
      assertEquals("CN=client 1", both.say(second));
      assertEquals("CN=client 1", both.say(first));
      assertEquals("CN=server 1", name(first));
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverThatTrustsAnotherResumesNothingOfTheOldOne(TlsVersion version) throws Exception {
    try (Both both = new Both(version)) {
      TlsSocket first = both.connect();
      assertEquals("CN=client 1", both.say(first));
      server.write(SERVER, OTHER_ROOT);
      both.ofServer.reload();
      assertThrows(TlsException.class, () -> both.say(both.connect()));
      assertEquals("CN=client 1", both.say(first));
      client.write(user("client 2", OTHER_ROOT), TestCerts.root());
      both.ofClient.reload();
      assertEquals("CN=client 2", both.say(both.connect()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientThatTrustsAnotherResumesNothingOfTheOldOne(TlsVersion version) throws Exception {
    try (Both both = new Both(version)) {
      assertEquals("CN=client 1", both.say(both.connect()));
      client.write(CLIENT, OTHER_ROOT);
      both.ofClient.reload();
      assertThrows(TlsException.class, both::connect);
    }
  }

  @ParameterizedTest
  @EnumSource
  void unchangedFilesBuiltAnewCostNoSession(TlsVersion version) throws Exception {
    try (Both both = new Both(version)) {
      assertEquals("CN=client 1", both.say(both.connect()));
      both.ofServer.reload();
      both.ofClient.reload();
      TlsSocket second = both.connect();
      assertTrue(second.info().resumed());
      assertEquals("CN=client 1", both.say(second));
    }
  }

  private static Identity localhost(String name) {
    return TestCerts.make(name)
        .key(KeyType.EC_P256)
        .dns("localhost")
        .purpose(KeyPurposeId.id_kp_serverAuth)
        .by(TestCerts.root())
        .build();
  }

  private static Identity user(String name, Identity root) {
    return TestCerts.make(name)
        .key(KeyType.EC_P256)
        .purpose(KeyPurposeId.id_kp_clientAuth)
        .by(root)
        .build();
  }

  private static String name(TlsSocket socket) {
    return socket.info().peerChain().getFirst().getSubjectX500Principal().getName();
  }

  /** The files of one end: who it is and whom it trusts. */
  private record End(Path directory) {

    void write(Identity own, Identity trusted) throws IOException {
      Files.createDirectories(directory);
      Files.writeString(chain(), own.chainPem());
      Files.writeString(key(), own.keyPem());
      Files.writeString(trust(), trusted.certificatePem());
    }

    ReloadingConfig config(TlsVersion version) {
      return ReloadingConfig.builder(
              () ->
                  TlsConfig.builder()
                      .minVersion(version)
                      .maxVersion(version)
                      .credentials(Credentials.pem(chain(), key()))
                      .trust(Trust.pem(trust()))
                      .verifyMode(VerifyMode.REQUIRE)
                      .build())
          .watch(chain(), key(), trust())
          .build();
    }

    private Path chain() {
      return directory.resolve("chain.pem");
    }

    private Path key() {
      return directory.resolve("key.pem");
    }

    private Path trust() {
      return directory.resolve("trust.pem");
    }
  }

  /** A listener that tells each client who it is, and a dialer to it; both follow their files. */
  private final class Both implements AutoCloseable {
    final ReloadingConfig ofServer;
    final ReloadingConfig ofClient;
    private final TlsListener listener;
    private final Dialer dialer;
    private final List<TlsSocket> open = new ArrayList<>();

    Both(TlsVersion version) throws IOException {
      ofServer = server.config(version);
      ofClient = client.config(version);
      listener =
          Visitor.loopback()
              .config(ofServer)
              .start(
                  socket -> {
                    while (socket.inputStream().read() >= 0) {
                      byte[] who = (name(socket) + "\n").getBytes(US_ASCII);
                      socket.write(who, 0, who.length);
                    }
                  });
      dialer = Dialer.builder().config(ofClient).build();
    }

    TlsSocket connect() throws IOException {
      TlsSocket socket = dialer.connect("localhost", Visitor.port(listener));
      open.add(socket);
      return socket;
    }

    /** Who the server takes this connection for. */
    String say(TlsSocket socket) throws IOException {
      socket.outputStream().write('?');
      StringBuilder who = new StringBuilder();
      for (int c = socket.inputStream().read(); c != '\n'; c = socket.inputStream().read()) {
        if (c < 0) {
          throw new IOException("the end");
        }
        who.append((char) c);
      }
      return who.toString();
    }

    @Override
    public void close() {
      open.forEach(TlsSocket::close);
      listener.close();
    }
  }
}
