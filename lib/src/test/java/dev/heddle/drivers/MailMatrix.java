package dev.heddle.drivers;

import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Angus Mail and GreenMail. A transport or a store of it cannot be closed while it waits for an
 * answer, since both hold one monitor; whoever wants to has to keep the socket, as this does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MailMatrix extends DriverMatrix {

  private final String protocol;
  private final boolean startTls;
  private MailServer mail;
  private Servers servers;

  /**
   * For one protocol.
   *
   * @param protocol as Angus names it
   */
  MailMatrix(String protocol, boolean startTls) {
    this.protocol = protocol;
    this.startTls = startTls;
  }

  @BeforeAll
  void start() throws Exception {
    mail = new MailServer();
    servers = new Servers(protocol.startsWith("smtp") ? mail.smtp(startTls) : mail.imap(startTls));
  }

  @AfterAll
  void stop() throws IOException {
    servers.close();
    mail.close();
  }

  /** How many messages the server has received. */
  int received() {
    return mail.received();
  }

  @Override
  protected final Session open(SSLContext context, Scenario scenario, Duration readTimeout)
      throws Exception {
    KeptSockets factory = new KeptSockets(context.getSocketFactory());
    Properties properties = new Properties();
    String prefix = "mail." + protocol + ".";
    properties.put(prefix + "ssl.socketFactory", factory);
    properties.put(prefix + "socketFactory.fallback", "false");
    properties.put(prefix + "ssl.checkserveridentity", "true");
    properties.put(prefix + "starttls.enable", String.valueOf(startTls));
    properties.put(prefix + "starttls.required", String.valueOf(startTls));
    if (readTimeout != null) {
      properties.put(prefix + "timeout", String.valueOf(readTimeout.toMillis()));
    }
    return open(jakarta.mail.Session.getInstance(properties), servers.port(scenario), factory);
  }

  abstract Session open(jakarta.mail.Session session, int port, KeptSockets factory)
      throws Exception;

  @Override
  protected String noClientCertificateText() {
    return "bad_certificate|certificate_required";
  }

  /** What the JDK's servers call it. */
  @Override
  protected String strangeClientCertificateText() {
    return "certificate_unknown";
  }
}
