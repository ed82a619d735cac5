package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.TlsFront.Handshake;
import dev.heddle.jsse.HeddleProvider;
import dev.heddle.jsse.Options;
import dev.heddle.net.Limits;
import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.ssl.WrappedFactory;

/**
 * pgjdbc and servers that do what PostgreSQL's own TLS does not: issue tickets, and stop reading.
 */
@ExtendWith({PinGuard.class, VirtualThreads.class})
class PostgresFrontTest {

  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void reconnectsResume(String protocol) throws Exception {
    Properties properties = Postgres.properties(Face.tested().context(Pki.root(), null));
    try (TlsFront front = front(protocol)) {
      for (int i = 0; i < 3; i++) {
        try (Connection connection = Postgres.connect(front.port(), properties)) {
          new JdbcSession(connection, "").exchange();
        }
      }
      assertEquals(
          List.of(
              new Handshake(protocol, false),
              new Handshake(protocol, true),
              new Handshake(protocol, true)),
          front.handshakes());
    }
  }

  /** Whoever connects anew with another factory has nothing to resume. */
  @Test
  void anotherContextDoesNotResume() throws Exception {
    try (TlsFront front = front("TLSv1.3")) {
      for (int i = 0; i < 2; i++) {
        Properties properties = Postgres.properties(Face.tested().context(Pki.root(), null));
        try (Connection connection = Postgres.connect(front.port(), properties)) {
          new JdbcSession(connection, "").exchange();
        }
      }
      assertEquals(2, front.handshakes().stream().filter(each -> !each.resumed()).count());
    }
  }

  @Test
  void theWriteLimitFreesTheThreadOfAServerThatStopsReadingAndCloseReturns() throws Exception {
    Limits limits = Limits.defaults().withWrite(Duration.ofSeconds(1));
    SSLContext context =
        SSLContext.getInstance("TLS", new HeddleProvider(Options.defaults().withLimits(limits)));
    context.init(null, Face.trust(Pki.root()), null);
    try (TlsFront front = front()) {
      Connection connection = Postgres.connect(front.port(), Postgres.properties(context));
      CopyIn copy = beginCopy(connection);
      front.stall();
      Throwable thrown =
          Blocked.virtually(() -> copyForever(copy, new AtomicLong())).ended().thrown();
      Causes.demand(thrown, SocketTimeoutException.class);
      Causes.assertSays(thrown, "1000 ms, waiting for the peer to take what is written");
      connection.close();
      assertTrue(connection.isClosed());
    }
  }

  /** What the JDK's does there, as long as one cares to look. */
  @Test
  void theJdkNeitherFreesTheThreadNorReturnsFromClose() throws Exception {
    Remembering factory = new Remembering(Face.SUNJSSE.context(Pki.root(), null));
    Blocked copy;
    Blocked close;
    try (TlsFront front = front()) {
      Connection connection = Postgres.connect(front.port(), Postgres.properties(factory));
      CopyIn begun = beginCopy(connection);
      front.stall();
      AtomicLong written = new AtomicLong();
      copy = Blocked.virtually(() -> copyForever(begun, written)).untilStuckWriting(written::get);
      close = Blocked.virtually(connection::close);
      Thread.sleep(Duration.ofMillis(1500)); // longer than a close of ours takes
      copy.assertBlocked();
      close.assertBlocked();
    }
    copy.ended();
    close.join();
    factory.under.close(); // the driver has given up on it, and nobody has closed it
  }

  /** Knows the socket that lies under the last one of TLS. */
  private static final class Remembering extends WrappedFactory {
    private Socket under;

    private Remembering(SSLContext context) {
      factory = context.getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      under = socket;
      return super.createSocket(socket, host, port, autoClose);
    }
  }

  private static CopyIn beginCopy(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create temporary table copied (line text)");
    }
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy copied from stdin");
  }

  private static void copyForever(CopyIn copy, AtomicLong written) throws SQLException {
    byte[] lines = "0123456789abcde\n".repeat(4096).getBytes(StandardCharsets.US_ASCII);
    while (true) {
      copy.writeToCopy(lines, 0, lines.length);
      written.addAndGet(lines.length);
    }
  }

  private static TlsFront front(String... protocols) throws Exception {
    return new TlsFront(Pki.server(Scenario.GOOD), server.port(), Postgres.PREAMBLE, protocols);
  }
}
