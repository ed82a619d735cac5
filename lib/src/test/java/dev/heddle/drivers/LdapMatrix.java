package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.InterruptedNamingException;
import javax.naming.NamingException;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** JNDI's LDAP, where a thread of the connection's own reads, and callers wait for that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LdapMatrix extends DriverMatrix {

  private final boolean startTls;
  private Servers servers;

  LdapMatrix(boolean startTls) {
    this.startTls = startTls;
  }

  @BeforeAll
  void start() throws Exception {
    servers =
        new Servers(
            (identity, wantsCertificate) -> new LdapServer(identity, wantsCertificate, startTls));
  }

  @AfterAll
  void stop() throws IOException {
    servers.close();
  }

  int port(Scenario scenario) {
    return servers.port(scenario);
  }

  @Override
  protected final Session open(SSLContext context, Scenario scenario, Duration readTimeout)
      throws Exception {
    Hashtable<String, Object> environment = environment();
    environment.put("com.sun.jndi.ldap.connect.timeout", "20000");
    if (readTimeout != null) {
      environment.put("com.sun.jndi.ldap.read.timeout", String.valueOf(readTimeout.toMillis()));
    }
    return open(context, servers.port(scenario), environment);
  }

  static Hashtable<String, Object> environment() {
    Hashtable<String, Object> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    return environment;
  }

  /** Connects, with that environment and what it has to be given beside. */
  abstract Session open(SSLContext context, int port, Hashtable<String, Object> environment)
      throws NamingException, IOException;

  static LdapContext connected(String url, Hashtable<String, Object> environment)
      throws NamingException {
    environment.put(Context.PROVIDER_URL, url);
    return new InitialLdapContext(environment, null);
  }

  @Override
  protected Blocked untilBlocked(Blocked call) {
    return call.untilWaitingIn("getReplyBer");
  }

  @Override
  protected Class<? extends Throwable> timeoutClass() {
    return NamingException.class;
  }

  /**
   * The server's alert, or that the connection is closed: the caller's write meets the alert, or
   * JNDI's thread does, which tells nobody.
   */
  @Override
  protected String noClientCertificateText() {
    return "bad_certificate|certificate_required|closed";
  }

  @Override
  protected String strangeClientCertificateText() {
    return "certificate_unknown|closed";
  }

  /** The caller is told, and the connection lives on. */
  @Test
  @Override
  void interruptWhileBlocked() throws Exception {
    SSLContext context = Face.tested().context(Pki.root(), null);
    try (Session session = open(context, Scenario.INTERRUPT_WHILE_BLOCKED, null)) {
      session.exchange();
      Blocked blocked = untilBlocked(Blocked.virtually(session::askInVain));
      blocked.interrupt();
      Causes.demand(blocked.ended().thrown(), InterruptedNamingException.class);
      LdapServer.speak();
      session.exchange();
    }
  }

  /** A context that asks. */
  record LdapSession(LdapContext context) implements Session {

    @Override
    public void exchange() throws NamingException {
      assertEquals("weave", context.getAttributes(LdapServer.KNOWN).get("dc").get());
    }

    @Override
    public void askInVain() throws NamingException {
      LdapServer.beSilent();
      context.getAttributes(LdapServer.SILENT);
    }

    @Override
    public boolean isClosed() {
      return true; // it does not tell
    }

    @Override
    public void disconnect() throws NamingException {
      context.close();
      LdapServer.speak();
    }
  }
}
