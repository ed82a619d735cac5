package dev.heddle.ssl;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.CallbackBio;
import dev.heddle.config.ConfigException;
import dev.heddle.config.Credentials;
import dev.heddle.config.Session;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.HeapSearch;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.encoders.Base64;

/**
 * What {@link WipedTest} runs in a JVM of its own: connections that come to all kinds of ends and
 * are held on to, passwords that have been used; and then a look for what they knew.
 */
final class WipedChild {

  /** A suite, and how long its keys of TLS 1.2 are: for MAC, and for encryption. */
  private record Suite(TlsVersion version, String name, int macBytes, int keyBytes) {}

  private static final List<Suite> SUITES =
      List.of(
          new Suite(TlsVersion.TLS_1_3, "TLS_AES_128_GCM_SHA256", 0, 0),
          new Suite(TlsVersion.TLS_1_3, "TLS_CHACHA20_POLY1305_SHA256", 0, 0),
          new Suite(TlsVersion.TLS_1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", 0, 16),
          new Suite(TlsVersion.TLS_1_2, "ECDHE-ECDSA-CHACHA20-POLY1305", 0, 32),
          new Suite(TlsVersion.TLS_1_2, "ECDHE-ECDSA-AES128-SHA256", 32, 16));

  private static final SecureRandom RANDOM = new SecureRandom();

  private final HeapSearch search = new HeapSearch();
  private final List<Object> kept = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    WipedChild child = new WipedChild();
    for (Suite suite : SUITES) {
      child.closed(suite);
      child.failed(suite);
      child.leftInTheHandshake(suite);
      child.closedBesideAReader(suite);
      if (suite.macBytes == 0) {
        child.resumed(suite);
      }
    }
    child.open();
    child.passwords(Path.of(args[0]));
    System.out.println(child.search.size() + " secrets");
    child.search.failures(Path.of(args[0]).resolve("dump.hprof")).forEach(System.out::println);
    Reference.reachabilityFence(child.kept);
  }

  /** Two ends that keep a key log each, and no session. */
  private final class Duo {
    final String name;
    final Suite suite;
    final LoggedKeys ofClient = new LoggedKeys();
    final LoggedKeys ofServer = new LoggedKeys();
    final BioPair pair;
    final Ssl client;
    final Ssl server;

    Duo(String what, Suite suite, int serverBuffer) {
      this.name = suite.name + " " + what + ": ";
      this.suite = suite;
      this.pair = BioPair.of(100_000, serverBuffer);
      this.client =
          Ends.localhost(
              chosen(Ends.client(suite.version), suite)
                  .keylogCallback(ofClient::log)
                  .configure(config -> config.sessions(Sessions.none()))
                  .build());
      this.server =
          chosen(Ends.server(KeyType.EC_P256, suite.version), suite)
              .keylogCallback(ofServer::log)
              .configure(config -> config.sessions(Sessions.none()))
              .build()
              .newSsl();
      kept.add(this);
    }

    private static SslContext.Builder chosen(SslContext.Builder builder, Suite suite) {
      return suite.version == TlsVersion.TLS_1_3
          ? builder.ciphersuites(suite.name)
          : builder.cipherList(suite.name);
    }

    void shakeHands() {
      Ends.shakeHands(client, server, pair);
    }

    /** All that the logs tell has to be gone, but for what an exporter still needs. */
    void mustBeGone(boolean exporterToo) throws Exception {
      BiConsumer<String, byte[]> gone = (what, secret) -> search.mustBeGone(name + what, secret);
      for (LoggedKeys keys : List.of(ofClient, ofServer)) {
        keys.tell("HANDSHAKE_TRAFFIC_SECRET", false, gone);
        keys.tell("TRAFFIC_SECRET_0", false, gone);
        if (exporterToo) {
          keys.tell("EXPORTER", false, gone);
          keys.tell("CLIENT_RANDOM", false, gone);
        }
      }
    }

    /** Some bytes go across, and some of them are not read. */
    void talk() {
      byte[] secret = new byte[48];
      RANDOM.nextBytes(secret);
      search.mustBeGone(name + "data that was read", Arrays.copyOf(secret, 24));
      search.mustBeGone(name + "data that was not read", Arrays.copyOfRange(secret, 24, 48));
      require(client.write(secret) == 48);
      require(server.read(secret, 0, 24) == 24);
      Arrays.fill(secret, (byte) 0);
    }
  }

  private void closed(Suite suite) throws Exception {
    Duo duo = new Duo("closed", suite, 100_000);
    duo.shakeHands();
    duo.talk();
    if (suite.version == TlsVersion.TLS_1_2) {
      BiConsumer<String, byte[]> gone =
          (what, secret) -> search.mustBeGone(duo.name + what, secret);
      duo.ofClient.tell12(duo.client, suite.macBytes, suite.keyBytes, gone);
    }
    require(duo.client.shutdown() == 0);
    duo.client.close();
    duo.server.close();
    duo.mustBeGone(true);
  }

  /** The reader holds its turn when the connection is closed, and has to see to it itself. */
  private void closedBesideAReader(Suite suite) throws Exception {
    Duo duo = new Duo("closed beside a reader", suite, 100_000);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicBoolean waits = new AtomicBoolean();
    Bio slow =
        CallbackBio.over(
                (buf, off, length) -> {
                  if (waits.get()) {
                    reading.countDown();
                    awaited(closed);
                    return 0;
                  }
                  return duo.pair.second().read(buf, off, length);
                },
                duo.pair.second()::write)
            .build();
    duo.client.setBio(duo.pair.first(), duo.pair.first());
    duo.server.setBio(slow, slow);
    for (int round = 0; round < 5; round++) {
      duo.client.connect();
      duo.server.accept();
    }
    require(duo.server.isInitFinished());
    waits.set(true);
    FutureTask<Integer> reader = Ends.virtually(() -> duo.server.read(new byte[1]));
    awaited(reading);
    duo.server.close();
    duo.client.close();
    closed.countDown();
    require(Ends.await(reader) == -1);
    duo.mustBeGone(true);
  }

  /** A server forgets what it has sealed, and what it has opened again. */
  private void resumed(Suite suite) throws Exception {
    LoggedKeys keys = new LoggedKeys();
    SslContext ofServer =
        Duo.chosen(Ends.server(KeyType.EC_P256, suite.version), suite)
            .keylogCallback(keys::log)
            .sessCache(null)
            .build();
    SslContext ofClient = Duo.chosen(Ends.client(suite.version), suite).build();
    Session session = null;
    for (int round = 0; round < 3; round++) {
      try (Ssl server = ofServer.newSsl();
          Ssl client = Ends.localhost(ofClient)) {
        client.setSession(session);
        Ends.shakeHands(client, server, BioPair.of(100_000, 100_000));
        byte[] one = new byte[1];
        require(server.write(one) == 1 && client.read(one) == 1);
        require(server.sessionReused() == (round > 0));
        session = client.getSession();
        client.shutdown();
        server.shutdown();
        kept.add(server);
      }
    }
    search.mustBeGone(suite.name + " the secret of a session", session.values().secret());
    BiConsumer<String, byte[]> gone =
        (what, secret) -> search.mustBeGone(suite.name + " resumed: " + what, secret);
    keys.tell("TRAFFIC_SECRET_0", false, gone);
    keys.tell("CLIENT_RANDOM", false, gone);
  }

  /** Nobody closes anything: the peer has sent rubbish, and gets an alert for it. */
  private void failed(Suite suite) throws Exception {
    Duo duo = new Duo("failed", suite, 100_000);
    duo.shakeHands();
    byte[] rubbish = new byte[5 + 100];
    rubbish[0] = 23;
    rubbish[1] = 3;
    rubbish[2] = 3;
    rubbish[4] = 100;
    require(duo.pair.first().write(rubbish, 0, rubbish.length) == rubbish.length);
    require(duo.server.read(new byte[1]) == -1);
    require(duo.client.read(new byte[1]) == -1);
    duo.mustBeGone(false);
  }

  /** The client does not get to see all of the server's flight, and both are given up. */
  private void leftInTheHandshake(Suite suite) throws Exception {
    Duo duo = new Duo("left in the handshake", suite, suite.macBytes == 0 ? 300 : 10_000);
    duo.client.setBio(duo.pair.first(), duo.pair.first());
    duo.server.setBio(duo.pair.second(), duo.pair.second());
    while (duo.ofServer.isEmpty()
        || suite.version == TlsVersion.TLS_1_3 && duo.ofClient.isEmpty()) {
      require(duo.client.connect() == -1);
      require(duo.server.accept() == -1 || !duo.ofServer.isEmpty());
    }
    require(!duo.client.isInitFinished());
    duo.client.close();
    duo.server.close();
    duo.mustBeGone(true);
  }

  /** The proof that secrets are found where there are some. */
  private void open() throws Exception {
    Duo duo = new Duo("open", SUITES.get(0), 100_000);
    duo.shakeHands();
    byte[] one = new byte[1];
    require(duo.client.keyUpdate(KeyUpdate.REQUESTED) == 1);
    require(duo.client.write(one) == 1 && duo.server.read(one) == 1);
    require(duo.server.write(one) == 1 && duo.client.read(one) == 1);
    BiConsumer<String, byte[]> gone = (what, secret) -> search.mustBeGone(duo.name + what, secret);
    BiConsumer<String, byte[]> there =
        (what, secret) -> search.mustBeThere(duo.name + what, secret);
    duo.ofClient.tell("HANDSHAKE_TRAFFIC_SECRET", false, gone);
    duo.ofClient.tell("TRAFFIC_SECRET_0", false, gone);
    duo.ofClient.tell("TRAFFIC_SECRET_0", true, there);
    duo.ofClient.tell("EXPORTER", false, there);
  }

  private void passwords(Path directory) throws Exception {
    char[] password = new char[24];
    for (int i = 0; i < password.length; i++) {
      password[i] = (char) ('a' + RANDOM.nextInt(26));
    }
    search.mustBeGone("password", password);
    Path file = directory.resolve("key.p12");
    Files.write(file, TestCerts.localhost(KeyType.EC_P256).pkcs12(password));
    kept.add(Credentials.pkcs12(file, password));
    byte[] chain =
        TestCerts.localhost(KeyType.EC_P256).chainPem().getBytes(StandardCharsets.US_ASCII);
    byte[] key = encrypted(password);
    kept.add(Credentials.pem(chain, key, password));
    password[0] = 'A'; // which is wrong now
    search.mustBeGone("wrong password", password);
    try {
      kept.add(Credentials.pem(chain, key, password));
      throw new IllegalStateException("a wrong password was taken");
    } catch (ConfigException e) {
      kept.add(e);
    }
    try {
      kept.add(Credentials.pkcs12(file, password));
      throw new IllegalStateException("a wrong password was taken");
    } catch (ConfigException e) {
      kept.add(e);
    }
    Arrays.fill(password, '\0');
  }

  private static byte[] encrypted(char[] password) throws Exception {
    byte[] der =
        new JcaPKCS8EncryptedPrivateKeyInfoBuilder(TestCerts.localhost(KeyType.EC_P256).key())
            .build(
                new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .build(password))
            .getEncoded();
    String begin = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n";
    String end = "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    return (begin + Base64.toBase64String(der) + end).getBytes(StandardCharsets.US_ASCII);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      require(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("the scene is not what it should be");
    }
  }

  private WipedChild() {}
}
