package dev.heddle.drivers;

import dev.heddle.jsse.HeddleProvider;
import dev.heddle.jsse.HeddleSocketFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.Security;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** Says what drivers find of the library in a JVM; run by {@link OptionalDriversTest}. */
final class Plugged {

  public static void main(String[] args) throws Exception {
    System.out.println("named: " + HeddleProvider.class.getModule().isNamed());
    Security.addProvider(new HeddleProvider());
    new HeddleSocketFactory("");
    System.out.println("MariaDB's: " + mariaDb());
    System.out.println("MySQL's: " + mySql());
    System.out.println("Jetty's: " + jetty());
  }

  /** The types of all plug-ins that the driver's own look-up goes through. */
  private static Set<String> mariaDb() throws ReflectiveOperationException {
    Class<?> service;
    try {
      service = Class.forName("org.mariadb.jdbc.plugin.TlsSocketPlugin");
    } catch (ClassNotFoundException e) {
      return Set.of();
    }
    Set<String> types = new TreeSet<>();
    for (Object plugin : ServiceLoader.load(service, service.getClassLoader())) {
      types.add((String) service.getMethod("type").invoke(plugin));
    }
    return types;
  }

  /** The simple names of all ALPN processors that Jetty's own look-up goes through. */
  private static Set<String> jetty() {
    Class<?> service;
    try {
      service = Class.forName("org.eclipse.jetty.io.ssl.ALPNProcessor$Server");
    } catch (ClassNotFoundException e) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    for (Object processor : ServiceLoader.load(service, service.getClassLoader())) {
      names.add(processor.getClass().getSimpleName());
    }
    return names;
  }

  /** Whether the driver gets so far with our factory as to find that nobody listens. */
  private static String mySql() throws Exception {
    try {
      Class.forName("com.mysql.cj.jdbc.Driver");
    } catch (ClassNotFoundException e) {
      return "not there";
    }
    int closed;
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = listener.getLocalPort();
    }
    try {
      DriverManager.getConnection(
              "jdbc:mysql://127.0.0.1:"
                  + closed
                  + "/?socketFactory=dev.heddle.jsse.mysql.MySqlSocketFactory")
          .close();
      return "connected";
    } catch (SQLException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return root.getClass().getName();
    }
  }

  private Plugged() {}
}
