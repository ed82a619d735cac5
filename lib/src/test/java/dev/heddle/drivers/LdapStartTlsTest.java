package dev.heddle.drivers;

import java.io.IOException;
import java.util.Hashtable;
import javax.naming.NamingException;
import javax.naming.ldap.LdapContext;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;
import javax.net.ssl.SSLContext;

/** StartTLS, where JNDI checks the server's name itself, and keeps the socket underneath. */
class LdapStartTlsTest extends LdapMatrix {

  LdapStartTlsTest() {
    super(true);
  }

  @Override
  Session open(SSLContext context, int port, Hashtable<String, Object> environment)
      throws NamingException, IOException {
    LdapContext plain = connected("ldap://localhost:" + port, environment);
    try {
      StartTlsResponse tls = (StartTlsResponse) plain.extendedOperation(new StartTlsRequest());
      tls.negotiate(context.getSocketFactory());
    } catch (NamingException | IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
    return new LdapSession(plain);
  }
}
