package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;

/**
 * Trust managers that judge as the library does.
 *
 * <p>By the name of "PKIX" it must not break those who never heard of this library, when its
 * provider comes first: what it is asked for and cannot do, such as to fetch revocation lists, the
 * next provider's factory of that name does, in its own way. By the name of "Heddle" that is
 * refused.
 */
final class HeddleTrustManagerFactory extends TrustManagerFactorySpi {

  private final boolean passesOn;
  private TrustManager[] managers;

  /**
   * A factory.
   *
   * @param passesOn whether another provider does what this one cannot
   */
  HeddleTrustManagerFactory(boolean passesOn) {
    this.passesOn = passesOn;
  }

  /** The certificates of the store's entries, the first one of each key's too; null: the JDK's. */
  @Override
  protected void engineInit(KeyStore store) throws KeyStoreException {
    try {
      if (Boolean.getBoolean("com.sun.net.ssl.checkRevocation")) {
        if (!passesOn) {
          throw new KeyStoreException(
              "com.sun.net.ssl.checkRevocation is set, and this library fetches no lists");
        }
        TrustManagerFactory next = next();
        next.init(store);
        managers = next.getTrustManagers();
        return;
      }
      managers =
          new TrustManager[] {
            new HeddleTrustManager(
                store == null ? DefaultStores.trust() : DefaultStores.trust(store))
          };
    } catch (ConfigException e) {
      throw new KeyStoreException(e.getMessage(), e);
    }
  }

  @Override
  protected void engineInit(ManagerFactoryParameters parameters)
      throws InvalidAlgorithmParameterException {
    try {
      managers = new TrustManager[] {new HeddleTrustManager(PathParameters.read(parameters))};
    } catch (InvalidAlgorithmParameterException e) {
      if (!passesOn) {
        throw e;
      }
      try {
        TrustManagerFactory next = next();
        next.init(parameters);
        managers = next.getTrustManagers();
      } catch (KeyStoreException none) {
        e.addSuppressed(none);
        throw e;
      }
    }
  }

  private static TrustManagerFactory next() throws KeyStoreException {
    Provider next = DefaultStores.otherProvider("PKIX");
    try {
      if (next != null) {
        return TrustManagerFactory.getInstance("PKIX", next);
      }
    } catch (GeneralSecurityException e) {
      throw new KeyStoreException("the provider " + next.getName() + " fails", e);
    }
    throw new KeyStoreException("there is no other provider with a TrustManagerFactory PKIX");
  }

  @Override
  protected TrustManager[] engineGetTrustManagers() {
    if (managers == null) {
      throw new IllegalStateException("TrustManagerFactory.init has not been called");
    }
    return managers.clone();
  }
}
