package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A JDBC connection in the matrix. */
record JdbcSession(Connection connection, String sleep) implements DriverMatrix.Session {

  @Override
  public void exchange() throws SQLException {
    assertEquals(42, number(connection, "select 6 * 7"));
  }

  /** What a query answers with one number. */
  static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertTrue(rows.next());
      return rows.getInt(1);
    }
  }

  @Override
  public void askInVain() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sleep);
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return connection.isClosed();
  }

  @Override
  public void disconnect() throws SQLException {
    connection.abort(Runnable::run);
  }
}
