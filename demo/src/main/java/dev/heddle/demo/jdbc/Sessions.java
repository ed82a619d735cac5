package dev.heddle.demo.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

/**
 * Looks at the session of each connection, where the driver shows it: it has its caller verify the
 * server's name after the handshake.
 */
public final class Sessions implements HostnameVerifier {

  /** What a connection has come to on this thread; null when there is none. */
  private static final ThreadLocal<SSLSession> SEEN = new ThreadLocal<>();

  /** For the driver, which makes one for each connection. */
  public Sessions() {}

  /**
   * A connection.
   *
   * @param agreed the TLS version and the cipher suite
   * @param resumed whether a session was resumed
   */
  record Made(Connection connection, String agreed, boolean resumed) {}

  /** Connects. */
  static Made connect(String url, Properties properties) throws SQLException {
    Properties watched = new Properties();
    watched.putAll(properties);
    watched.setProperty("sslhostnameverifier", Sessions.class.getName());
    long begun = System.currentTimeMillis();
    try {
      Connection connection = DriverManager.getConnection(url, watched);
      SSLSession session = SEEN.get();
      // One that was resumed is as old as the handshake that made it.
      return new Made(
          connection,
          session.getProtocol() + " " + session.getCipherSuite(),
          session.getCreationTime() < begun);
    } finally {
      SEEN.remove();
    }
  }

  @Override
  public boolean verify(String host, SSLSession session) {
    SEEN.set(session);
    return PGjdbcHostnameVerifier.INSTANCE.verify(host, session);
  }
}
