package dev.heddle.jsse.mysql;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * The beginning of a MySQL or MariaDB: greets, takes the client's wish for TLS, shakes hands by the
 * JDK's implementation, and refuses whoever logs in, with {@link #REFUSED}.
 */
public final class FakeMySql implements AutoCloseable {

  /** What a client is told that has got as far as to log in over TLS. */
  public static final String REFUSED = "Heddle's test server knows nobody";

  /**
   * A handshake that has succeeded.
   *
   * @param protocol JSSE's name
   * @param resumed whether a session was resumed
   * @param serverName the name that the client asked for; null for none
   * @param client whom the client's certificate names; null for none
   */
  public record Handshake(String protocol, boolean resumed, String serverName, String client) {}

  private static final char[] PASSWORD = "heddle".toCharArray();

  private final String version;
  private final boolean needsClient;
  private final String[] protocols;
  private final SSLContext context;
  private final ServerSocket listener;
  private final Thread thread;
  private final List<Handshake> handshakes = new CopyOnWriteArrayList<>();
  private volatile Socket current; // null before the first

  /**
   * Listens on a port of loopback.
   *
   * @param version what it says it is, such as {@code 8.0.36} or {@code 11.4.5-MariaDB}
   * @param identity its certificate
   * @param needsClient whether it demands one of the client, issued by {@link TestCerts#root}
   * @param protocols what it speaks; none for the JDK's defaults
   */
  public FakeMySql(String version, Identity identity, boolean needsClient, String... protocols)
      throws IOException, GeneralSecurityException {
    this.version = version;
    this.needsClient = needsClient;
    this.protocols = protocols;
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(identity.keyStore(PASSWORD), PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(TestCerts.root().trustStore());
    context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    thread = Thread.ofVirtual().name("fake-mysql").start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Those that have succeeded, in their order. */
  public List<Handshake> handshakes() {
    return List.copyOf(handshakes);
  }

  private void accept() {
    while (!listener.isClosed()) {
      // One client at a time will do.
      try (Socket socket = listener.accept()) {
        current = socket;
        socket.setSoTimeout(20_000);
        serve(socket);
      } catch (IOException e) {
        continue; // the client hung up, or the test is over
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    packet(socket.getOutputStream(), 0, greeting());
    read(socket.getInputStream());
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
    try (tls) {
      tls.setUseClientMode(false);
      tls.setNeedClientAuth(needsClient);
      if (protocols.length > 0) {
        tls.setEnabledProtocols(protocols);
      }
      long begun = System.currentTimeMillis();
      tls.startHandshake();
      ExtendedSSLSession session = (ExtendedSSLSession) tls.getSession();
      String name =
          session.getRequestedServerNames().stream()
              .map(each -> ((SNIHostName) each).getAsciiName())
              .findFirst()
              .orElse(null);
      handshakes.add(
          new Handshake(
              session.getProtocol(),
              // one that was resumed is as old as the handshake that made it
              session.getCreationTime() < begun,
              name,
              needsClient ? session.getPeerPrincipal().getName() : null));
      read(tls.getInputStream());
      packet(tls.getOutputStream(), 2 + 1, refusal());
    }
  }

  private byte[] greeting() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(10); // the protocol's version
    out.write((version + "\0").getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {1, 0, 0, 0}); // thread
    out.write("12345678\0".getBytes(StandardCharsets.US_ASCII)); // for passwords
    little(out, CAPABILITIES & 0xffff, 2);
    out.write(45); // UTF-8
    little(out, 2, 2); // status
    little(out, CAPABILITIES >>> 16, 2);
    out.write(21); // length of what is for passwords
    out.write(new byte[10]);
    out.write("123456789012\0".getBytes(StandardCharsets.US_ASCII));
    out.write("mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] refusal() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xff);
    little(out, 1045, 2);
    out.write(("#28000" + REFUSED).getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static void packet(OutputStream out, int number, byte[] payload) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    little(packet, payload.length, 3);
    packet.write(number);
    packet.write(payload);
    out.write(packet.toByteArray());
    out.flush();
  }

  private static void read(InputStream in) throws IOException {
    byte[] head = new byte[4];
    DataInputStream data = new DataInputStream(in);
    data.readFully(head);
    data.readFully(new byte[(head[0] & 0xff) | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16]);
  }

  private static void little(OutputStream out, int value, int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> (8 * i));
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Socket client = current;
    if (client != null) {
      client.close();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, SSL, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH.
   */
  private static final int CAPABILITIES = 0x1 | 0x8 | 0x200 | 0x800 | 0x2000 | 0x8000 | 0x80000;
}
