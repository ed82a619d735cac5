package dev.heddle.demo.bench.peer;

import dev.heddle.config.Credentials;
import dev.heddle.demo.common.MadeUpAuthority;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The keys of a server that has a leaf and an intermediate of its own for each name that a client
 * asks for, so that no client has seen a chain before. They are made when they are first asked for,
 * or ahead.
 */
final class FreshChains extends X509ExtendedKeyManager {

  private final MadeUpAuthority root;
  private final String host;
  private final Map<String, Credentials> made = new ConcurrentHashMap<>();

  /**
   * Below a root.
   *
   * @param host what all names end with
   */
  FreshChains(MadeUpAuthority root, String host) {
    this.root = root;
    this.host = host;
  }

  /** Makes the chains of the first so many names, where they are missing. */
  void mint(int count) {
    IntStream.range(0, count).parallel().forEach(i -> credentials("n" + i + "." + host));
  }

  private Credentials credentials(String name) {
    return made.computeIfAbsent(
        name,
        any ->
            root.intermediate("intermediate of " + name)
                .server(new GeneralName(GeneralName.dNSName, name)));
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
        .filter(name -> name.endsWith("." + host))
        .findFirst()
        .orElse(null);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return credentials(alias).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return credentials(alias).privateKey();
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
