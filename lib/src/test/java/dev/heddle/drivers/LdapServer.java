package dev.heddle.drivers;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import dev.heddle.support.TestCerts.Identity;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/**
 * UnboundID's directory in memory, with LDAPS or StartTLS over the JDK's TLS. It knows {@link
 * #KNOWN}, and is silent about {@link #SILENT} until it is told to speak.
 */
final class LdapServer implements Servers.Server {

  static final String KNOWN = "dc=weave";
  static final String SILENT = "dc=silent";

  private static final AtomicReference<CountDownLatch> SILENCE =
      new AtomicReference<>(new CountDownLatch(0));

  private final InMemoryDirectoryServer server;

  LdapServer(Identity identity, boolean wantsCertificate, boolean startTls)
      throws LDAPException, LDIFException {
    SSLContext context = Face.SUNJSSE.context(Pki.root(), identity);
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(KNOWN);
    config.setSchema(null);
    config.setListenerConfigs(
        new InMemoryListenerConfig(
            "tls",
            InetAddress.getLoopbackAddress(),
            0,
            startTls ? null : context.getServerSocketFactory(),
            null,
            startTls ? context.getSocketFactory() : null,
            wantsCertificate,
            wantsCertificate));
    config.addInMemoryOperationInterceptor(new Silence());
    server = new InMemoryDirectoryServer(config);
    server.add("dn: " + KNOWN, "objectClass: domain", "dc: weave");
    server.startListening();
  }

  private static final class Silence extends InMemoryOperationInterceptor {
    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest search) {
      if (search.getRequest().getBaseDN().equals(SILENT)) {
        try {
          SILENCE.get().await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Keeps quiet about it from now on. */
  static void beSilent() {
    SILENCE.set(new CountDownLatch(1));
  }

  /** Answers what has been asked, and what will be. */
  static void speak() {
    SILENCE.get().countDown();
  }

  @Override
  public int port() {
    return server.getListenPort();
  }

  @Override
  public void close() {
    server.shutDown(true);
  }
}
