package dev.heddle.drivers;

import dev.heddle.support.TestCerts.Identity;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** An implementation of {@code javax.net.ssl}: the one under test, or the JDK's beside it. */
public enum Face {
  /** This library's. */
  HEDDLE {
    @Override
    public Provider provider() {
      try {
        return (Provider)
            Class.forName("dev.heddle.jsse.HeddleProvider").getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    String factoryName() {
      return "dev.heddle.jsse.HeddleSocketFactory";
    }
  },

  /** The JDK's. */
  SUNJSSE {
    @Override
    public Provider provider() {
      return Security.getProvider("SunJSSE");
    }

    @Override
    String factoryName() {
      return "org.postgresql.ssl.LibPQFactory";
    }
  };

  private static final char[] PASSWORD = "heddle".toCharArray();

  /**
   * The one that the drivers run over: ours. {@code -Dheddle.face=SUNJSSE} takes the JDK's, which
   * tells a fault of a test or a server from one of ours; nothing is proven by that.
   */
  public static Face tested() {
    return valueOf(System.getProperty("heddle.face", HEDDLE.name()));
  }

  /** A provider of this face; a new one each time, where it has no state that is worth sharing. */
  public abstract Provider provider();

  /** The class of a factory that pgjdbc makes by name, which reads the driver's own properties. */
  abstract String factoryName();

  /**
   * A context as a caller makes it, with the JDK's own managers in it.
   *
   * @param trusted whose certificates are trusted
   * @param own what it shows a peer that asks; null for nothing
   */
  public SSLContext context(Identity trusted, Identity own) {
    try {
      SSLContext context = SSLContext.getInstance("TLS", provider());
      context.init(own == null ? null : keys(own), trust(trusted), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JDK's key managers with that identity. */
  public static KeyManager[] keys(Identity own) throws GeneralSecurityException {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(own.keyStore(PASSWORD), PASSWORD);
    return factory.getKeyManagers();
  }

  /** The JDK's trust managers, which trust what that identity issued. */
  public static TrustManager[] trust(Identity trusted) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted.trustStore());
    return factory.getTrustManagers();
  }
}
