package dev.heddle.demo.bench.peer;

import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/**
 * BouncyCastle's own provider over the engine that this library is over, too. Its cryptography is
 * that of the installed providers: the JDK's, and BouncyCastle's where that has none.
 */
final class BcJsse extends Jsse {

  /** It logs each connection, and each setting of the JDK's that it leaves aside. */
  private static final Logger LOGGER = Logger.getLogger("org.bouncycastle");

  BcJsse() {
    super(new BouncyCastleJsseProvider());
    LOGGER.setLevel(Level.SEVERE);
    Security.addProvider(new BouncyCastleProvider());
  }

  @Override
  String version() {
    return provider().getInfo();
  }

  @Override
  KeyManagerFactory keys() throws GeneralSecurityException {
    return KeyManagerFactory.getInstance("PKIX", provider());
  }

  @Override
  TrustManagerFactory trust() throws GeneralSecurityException {
    return TrustManagerFactory.getInstance("PKIX", provider());
  }

  /** It takes a P-256 key of a certificate only if that group is offered; as the second one. */
  @Override
  void choose(SSLParameters parameters, String suite, String group) {
    super.choose(parameters, suite, group);
    parameters.setNamedGroups(new String[] {group, "secp256r1"});
  }
}
