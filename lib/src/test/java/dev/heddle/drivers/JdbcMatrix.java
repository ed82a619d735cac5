package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What JDBC drivers must do beside the matrix. */
abstract class JdbcMatrix extends DriverMatrix {

  @Override
  protected abstract JdbcSession open(SSLContext context, Scenario scenario, Duration readTimeout)
      throws Exception;

  /** It goes to the server over a connection of its own; the one of the query lives on. */
  @Test
  void cancelFreesAQuery() throws Exception {
    try (JdbcSession session = open();
        Statement statement = session.connection().createStatement()) {
      Blocked blocked = Blocked.virtually(() -> statement.execute(session.sleep())).untilReading();
      awaitSleeper();
      statement.cancel();
      blocked.join();
      session.exchange();
      assertFalse(session.isClosed());
    }
  }

  /** Waits until the server is at the query: a cancel that is too early is for nothing. */
  private void awaitSleeper() throws Exception {
    try (JdbcSession other = open()) {
      long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      while (sleepers(other.connection()) == 0) {
        assertTrue(System.nanoTime() - end < 0, "the query does not run");
      }
    }
  }

  /** How many queries of this user sleep now, as the server says. */
  abstract int sleepers(Connection connection) throws SQLException;

  /** A connection to the good server. */
  final JdbcSession open() throws Exception {
    return open(Face.tested().context(Pki.root(), null), Scenario.GOOD, null);
  }
}
