package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.jsse.HeddleSocketFactory;
import dev.heddle.support.Ends;
import dev.heddle.support.PinGuard;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** pgjdbc and a PostgreSQL: the matrix, for each way to plug a factory in, and what else it can. */
@ExtendWith({PinGuard.class, VirtualThreads.class})
class PostgresTest {

  private static final int LINE = 101;
  private static final int LINES_AT_ONCE = 1_000;
  private static final int COPIED = 50_000_000;

  @TempDir private static Path files;
  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    Postgres.writeFiles(files);
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** The driver and the server in the matrix. */
  private abstract static class Matrix extends JdbcMatrix {

    @Override
    protected JdbcSession open(SSLContext context, Scenario scenario, Duration readTimeout)
        throws Exception {
      Properties properties = properties(context, scenario);
      properties.setProperty("sslmode", "verify-full");
      properties.setProperty(
          "user",
          scenario.wantsClientCertificate() ? PostgresServer.CERTIFIED_USER : PostgresServer.USER);
      if (readTimeout != null) {
        properties.setProperty("socketTimeout", String.valueOf(readTimeout.toSeconds()));
      }
      return switch (scenario) {
        case WRONG_CA, EXPIRED, WRONG_NAME -> {
          try (TlsFront front = front(scenario)) {
            yield session(front.port(), properties);
          }
        }
        default -> session(server.port(), properties);
      };
    }

    private static JdbcSession session(int port, Properties properties) throws SQLException {
      return new JdbcSession(Postgres.connect(port, properties), "select pg_sleep(30)");
    }

    @Override
    int sleepers(Connection connection) throws SQLException {
      return JdbcSession.number(
          connection, "select count(*) from pg_stat_activity where wait_event = 'PgSleep'");
    }

    /** As pools do. */
    @Test
    void closeFreesAQuery() throws Exception {
      JdbcSession session = open();
      Blocked blocked = Blocked.virtually(session::askInVain).untilReading();
      session.connection().close();
      blocked.ended();
      assertTrue(session.isClosed());
    }

    /** With what plugs the factory in. */
    abstract Properties properties(SSLContext context, Scenario scenario);

    /** The words are ours: it is our socket that the driver has. */
    @Override
    protected String strangeClientCertificateText() {
      return "the peer refuses our certificate 'CN=client': it does not trust the issuer";
    }

    @Override
    protected String noClientCertificateText() {
      return "requires a valid client certificate";
    }
  }

  /** With a factory that exists. */
  @Nested
  class Plugged extends Matrix {
    @Override
    Properties properties(SSLContext context, Scenario scenario) {
      return Postgres.properties(context);
    }
  }

  /** With a factory that the driver makes by name, and its own properties for trust and key. */
  @Nested
  class ByName extends Matrix {
    @Override
    Properties properties(SSLContext context, Scenario scenario) {
      return Postgres.byName(files, scenario);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"require", "verify-ca", "verify-full"})
  void connectsInEachModeThatUsesTls(String mode) throws Exception {
    Properties properties = properties();
    properties.setProperty("sslmode", mode);
    try (Connection connection = connect(properties)) {
      assertEquals("TLSv1.3", protocol(connection));
    }
  }

  @Test
  void verifyCaDoesNotLookAtTheName() throws Exception {
    Properties properties = properties();
    properties.setProperty("sslmode", "verify-ca");
    try (TlsFront front = front(Scenario.WRONG_NAME);
        Connection connection = Postgres.connect(front.port(), properties)) {
      assertEquals(1, JdbcSession.number(connection, "select 1"));
    }
  }

  @Test
  void verifyCaLooksAtTheIssuer() throws Exception {
    Properties properties = properties();
    properties.setProperty("sslmode", "verify-ca");
    try (TlsFront front = front(Scenario.WRONG_CA)) {
      assertThrows(SQLException.class, () -> Postgres.connect(front.port(), properties).close());
    }
  }

  /** TLS from the first byte on; the server insists on ALPN then. */
  @Test
  void connectsWithoutAskingForTlsFirst() throws Exception {
    Properties properties = properties();
    properties.setProperty("sslNegotiation", "direct");
    try (Connection connection = connect(properties)) {
      assertEquals("TLSv1.3", protocol(connection));
    }
  }

  /** The library's own settings, where the driver's own say nothing. */
  @Test
  void theFactorysArgumentNamesFiles() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", PostgresServer.CERTIFIED_USER);
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslfactory", HeddleSocketFactory.class.getName());
    Path own = files.resolve(Scenario.CLIENT_CERTIFICATE + ".pem");
    Path key = files.resolve(Scenario.CLIENT_CERTIFICATE + ".key");
    properties.setProperty(
        "sslfactoryarg", "trust=" + files.resolve("root.pem") + ",cert=" + own + ",key=" + key);
    try (Connection connection = connect(properties)) {
      assertEquals("TLSv1.3", protocol(connection));
    }
  }

  @Test
  void copiesFiftyMegabytesEachWay() throws Exception {
    MessageDigest there = MessageDigest.getInstance("SHA-256");
    MessageDigest back = MessageDigest.getInstance("SHA-256");
    try (Connection connection = connect(properties());
        Statement statement = connection.createStatement()) {
      statement.execute("create unlogged table copied (line text)");
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      CopyIn copy = copies.copyIn("copy copied from stdin");
      Random random = new Random(7);
      for (int sent = 0; sent < COPIED; sent += LINE * LINES_AT_ONCE) {
        byte[] lines = lines(random);
        there.update(lines);
        copy.writeToCopy(lines, 0, lines.length);
      }
      long rows = copy.endCopy();
      assertTrue(rows * LINE >= COPIED, rows + " rows");
      OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), back);
      assertEquals(rows, copies.copyOut("copy copied to stdout", out));
      statement.execute("drop table copied");
    }
    assertArrayEquals(there.digest(), back.digest());
  }

  @Test
  void aQueryTimeoutCancels() throws Exception {
    try (Connection connection = connect(properties());
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      SQLException thrown =
          assertThrows(SQLException.class, () -> statement.execute("select pg_sleep(30)"));
      assertEquals("57014", thrown.getSQLState());
      assertEquals(1, JdbcSession.number(connection, "select 1"));
    }
  }

  /** Closing costs what it costs, but not the read timeout once more. */
  @Test
  void aReadTimeoutIsPaidOnce() throws Exception {
    Properties properties = properties();
    properties.setProperty("socketTimeout", "3");
    try (Connection connection = connect(properties);
        Statement statement = connection.createStatement()) {
      long start = System.nanoTime();
      SQLException thrown =
          assertThrows(SQLException.class, () -> statement.execute("select pg_sleep(30)"));
      long millis = (System.nanoTime() - start) / 1_000_000;
      Causes.demand(thrown, SocketTimeoutException.class);
      assertTrue(connection.isClosed());
      assertTrue(millis >= 2_900 && millis < 5_900, millis + " ms");
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void twoHundredVirtualThreadsQueryAtOnce() throws Exception {
    int threads = 200;
    Properties properties = properties();
    CountDownLatch connected = new CountDownLatch(threads);
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int mine = i;
      tasks.add(Ends.virtually(() -> askTenTimes(mine, properties, connected)));
    }
    for (int i = 0; i < threads; i++) {
      assertEquals(10 * i, tasks.get(i).get(2, TimeUnit.MINUTES));
    }
  }

  private static int askTenTimes(int mine, Properties properties, CountDownLatch connected)
      throws Exception {
    int sum = 0;
    Connection made;
    try {
      made = connect(properties);
    } finally {
      connected.countDown();
    }
    try (Connection connection = made) {
      connected.await();
      for (int i = 0; i < 10; i++) {
        sum += JdbcSession.number(connection, "select " + mine);
      }
    }
    return sum;
  }

  /** Lines of hexadecimal digits. */
  private static byte[] lines(Random random) {
    byte[] raw = new byte[(LINE - 1) / 2];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LINES_AT_ONCE; i++) {
      random.nextBytes(raw);
      text.append(HexFormat.of().formatHex(raw)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static TlsFront front(Scenario scenario) throws Exception {
    return new TlsFront(Pki.server(scenario), server.port(), Postgres.PREAMBLE);
  }

  private static String protocol(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select version from pg_stat_ssl where pid = pg_backend_pid()")) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }

  private static Properties properties() {
    return Postgres.properties(Face.tested().context(Pki.root(), null));
  }

  private static Connection connect(Properties properties) throws SQLException {
    return Postgres.connect(server.port(), properties);
  }
}
