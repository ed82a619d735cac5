package dev.heddle.fuzz;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Records what real peers say to the engine of each {@link Scenario}: openssl, SunJSSE and
 * ourselves, over loopback.
 */
final class RecordSeeds {

  private static final byte[] PONG = "pong pong\n".getBytes();
  private static final char[] PASSWORD = "fuzz".toCharArray();

  private final Seeds seeds;

  private RecordSeeds(Seeds seeds) {
    this.seeds = seeds;
  }

  static void write(Seeds seeds, boolean client) throws Exception {
    RecordSeeds recorder = new RecordSeeds(seeds);
    for (Scenario scenario : Scenario.all(client)) {
      if (client) {
        recorder.openSslServer(scenario);
      } else {
        recorder.openSslClient(scenario);
      }
      recorder.inProcess(scenario, "heddle", socket -> heddle(scenario, socket));
      if (scenario != Scenario.SERVER_RSA) { // the JDK has given up RSA key exchange
        recorder.inProcess(scenario, "jsse", socket -> jsse(scenario, socket));
      }
    }
  }

  private void openSslServer(Scenario scenario) throws Exception {
    String[] options = {"-alpn", "h2", "-verify", "1"};
    Credentials own = scenario == Scenario.CLIENT_CBC ? Fixed.RSA_SERVER : Fixed.SERVER;
    try (OpenSsl server = OpenSsl.server(identity(own), identity(Fixed.ROOT), options);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      record(scenario, "openssl", socket, server);
    }
    if (scenario == Scenario.CLIENT_13) {
      String[] retry = {"-groups", "P-256", "-num_tickets", "1"};
      try (OpenSsl server = OpenSsl.server(identity(Fixed.SERVER), identity(Fixed.ROOT), retry);
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        record(scenario, "openssl-retry", socket, server);
      }
    }
  }

  private void openSslClient(Scenario scenario) throws Exception {
    String ciphers = scenario == Scenario.SERVER_RSA ? "AES128-SHA" : "DEFAULT";
    String[] options = {"-alpn", "h2", "-servername", "localhost", "-cipher", ciphers};
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OpenSsl client =
            OpenSsl.client(
                listener.getLocalPort(), identity(Fixed.ROOT), identity(Fixed.CLIENT), options);
        Socket socket = listener.accept()) {
      record(scenario, "openssl", socket, client);
    }
  }

  /** Records a handshake with the program; then it changes its keys, says something and ends. */
  private void record(Scenario scenario, String name, Socket socket, OpenSsl program)
      throws Exception {
    FutureTask<Void> typing =
        start(
            () -> {
              program.await("ping");
              // The program reads whole lines at once and looks for commands in the first.
              if (program.output().contains("TLSv1.3")) {
                program.type("K\n");
                Thread.sleep(500);
              }
              program.type("pong pong\n");
              Thread.sleep(500);
              program.type("Q\n");
              return null;
            });
    record(scenario, name, socket);
    typing.get();
  }

  /** A peer in this JVM. */
  @FunctionalInterface
  private interface Peer {
    void talk(Socket socket) throws Exception;
  }

  private void inProcess(Scenario scenario, String name, Peer peer) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket ours = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket theirs = listener.accept()) {
      FutureTask<Void> talking =
          start(
              () -> {
                peer.talk(theirs);
                return null;
              });
      record(scenario, name, ours);
      talking.get();
    }
  }

  private void record(Scenario scenario, String name, Socket socket) throws IOException {
    socket.setSoTimeout(5000);
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    InputStream in =
        new FilterInputStream(socket.getInputStream()) {
          @Override
          public int read(byte[] target, int off, int length) throws IOException {
            try {
              int n = super.read(target, off, length);
              heard.write(target, off, Math.max(0, n));
              return n;
            } catch (SocketTimeoutException e) {
              return -1;
            }
          }
        };
    Replay.Result result = Replay.live(scenario, in, socket.getOutputStream());
    String title = scenario.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + name;
    if (!result.done()) {
      throw new IOException(title + " has not finished: " + result.fault());
    }
    seeds.add(title, scenario.number(), heard.toByteArray());
  }

  private static void heddle(Scenario scenario, Socket socket) throws Exception {
    TlsConfig.Builder config =
        Fixed.config().credentials(scenario.client ? Fixed.SERVER : Fixed.CLIENT);
    config.alpnProtocols("h2").ciphers("DEFAULT:AES128-SHA:AES128-SHA256");
    if (scenario.client) {
      config.credentials(Fixed.SERVER, Fixed.RSA_SERVER);
    } else {
      config.hostName("localhost");
    }
    try (Ssl ssl = SslContext.from(config.build()).build().newSsl()) {
      ssl.setSocket(socket);
      check(ssl, scenario.client ? ssl.accept() : ssl.connect());
      check(ssl, ssl.write(PONG));
      check(ssl, ssl.read(new byte[100]));
      ssl.shutdown();
    }
  }

  private static void check(Ssl ssl, int result) throws IOException {
    if (result <= 0) {
      throw ssl.failure(result);
    }
  }

  private static void jsse(Scenario scenario, Socket socket) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        keys(scenario.client ? Fixed.SERVER : Fixed.CLIENT, Fixed.RSA_SERVER, scenario.client),
        trust(),
        null);
    try (SSLSocket ssl =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true)) {
      ssl.setUseClientMode(!scenario.client);
      ssl.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      ssl.setEnabledCipherSuites(ssl.getSupportedCipherSuites());
      var parameters = ssl.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      ssl.setSSLParameters(parameters);
      ssl.startHandshake();
      ssl.getOutputStream().write(PONG);
      if (ssl.getInputStream().read() < 0) {
        throw new IOException("no data");
      }
    }
  }

  private static KeyManager[] keys(Credentials own, Credentials more, boolean both)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    put(store, "own", own);
    if (both) {
      put(store, "more", more);
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static void put(KeyStore store, String alias, Credentials own) throws Exception {
    store.setKeyEntry(
        alias, own.privateKey(), PASSWORD, own.chain().toArray(X509Certificate[]::new));
  }

  private static TrustManager[] trust() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", Fixed.root());
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Identity identity(Credentials credentials) {
    return new Identity(KeyType.EC_P256, credentials.privateKey(), credentials.chain());
  }

  private static FutureTask<Void> start(Callable<Void> work) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              try {
                return work.call();
              } catch (Exception e) {
                System.err.println("the peer: " + e); // it is why the recording fails
                throw e;
              }
            });
    Thread.ofVirtual().start(task);
    return task;
  }
}
