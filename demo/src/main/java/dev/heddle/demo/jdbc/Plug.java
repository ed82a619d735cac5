package dev.heddle.demo.jdbc;

import dev.heddle.jsse.HeddleSocketFactory;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Whose TLS the driver uses. */
enum Plug {
  /** This library's. */
  HEDDLE(HeddleSocketFactory.class),

  /** The JDK's, in its best light: the driver by itself makes a context for each connection. */
  SUNJSSE(SunJsseFactory.class);

  private final Class<?> factory;

  Plug(Class<?> factory) {
    this.factory = factory;
  }

  /** As it is called on the command line. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Those of that name.
   *
   * @throws IllegalArgumentException naming what there is
   */
  static List<Plug> named(String name) {
    if (name.equals(BOTH)) {
      return List.of(values());
    }
    for (Plug each : values()) {
      if (each.title().equals(name)) {
        return List.of(each);
      }
    }
    throw new IllegalArgumentException(
        "--factory must be "
            + HEDDLE.title()
            + ", "
            + SUNJSSE.title()
            + " or "
            + BOTH
            + ", not "
            + name);
  }

  /** What the driver is told, to connect with it. */
  Properties properties(Database database) {
    Properties properties = new Properties();
    properties.setProperty("user", Database.USER);
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslfactory", factory.getName());
    properties.setProperty("sslrootcert", database.authority().toString());
    properties.setProperty("connectTimeout", String.valueOf(SECONDS));
    properties.setProperty("socketTimeout", String.valueOf(SECONDS));
    return properties;
  }

  private static final String BOTH = "both";
  private static final int SECONDS = 10;
}
