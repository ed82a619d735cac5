package dev.heddle.drivers;

import java.util.Hashtable;
import javax.naming.NamingException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** LDAPS, whose factory JNDI finds by its name, and which has the server's name checked by us. */
class LdapsTest extends LdapMatrix {

  LdapsTest() {
    super(false);
  }

  @Override
  Session open(SSLContext context, int port, Hashtable<String, Object> environment)
      throws NamingException {
    JndiFactory.use(context);
    environment.put("java.naming.ldap.factory.socket", JndiFactory.class.getName());
    return new LdapSession(connected("ldaps://localhost:" + port, environment));
  }

  /** Without a timeout, JNDI has the factory connect, and the first request shake hands. */
  @Test
  void connectedByTheFactory() throws Exception {
    SSLContext context = Face.tested().context(Pki.root(), null);
    try (Session session = open(context, port(Scenario.GOOD), environment())) {
      session.exchange();
    }
  }
}
