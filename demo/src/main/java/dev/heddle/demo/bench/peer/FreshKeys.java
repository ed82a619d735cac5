package dev.heddle.demo.bench.peer;

import dev.heddle.config.Credentials;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/** {@link FreshChains} for {@code javax.net.ssl}; an alias is a name that a client asked for. */
final class FreshKeys extends X509ExtendedKeyManager {

  private final FreshChains chains;

  FreshKeys(FreshChains chains) {
    this.chains = chains;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    if (!keyType.equals("EC")) {
      return null;
    }
    var session = (ExtendedSSLSession) ((SSLSocket) socket).getHandshakeSession();
    return session.getRequestedServerNames().stream()
        .filter(SNIHostName.class::isInstance)
        .map(each -> ((SNIHostName) each).getAsciiName())
        .filter(name -> chains.of(name).isPresent())
        .findFirst()
        .orElse(null);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    Optional<Credentials> found = chains.of(alias);
    return found.map(each -> each.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return chains.of(alias).map(Credentials::privateKey).orElse(null);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
