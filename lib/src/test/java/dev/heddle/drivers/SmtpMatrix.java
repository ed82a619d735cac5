package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Angus Mail sends messages. */
abstract class SmtpMatrix extends MailMatrix {

  private final String protocol;

  SmtpMatrix(String protocol, boolean startTls) {
    super(protocol, startTls);
    this.protocol = protocol;
  }

  @Override
  Session open(jakarta.mail.Session session, int port, KeptSockets factory)
      throws MessagingException {
    SMTPTransport transport = (SMTPTransport) session.getTransport(protocol);
    transport.connect("localhost", port, MailServer.USER, MailServer.PASSWORD);
    return new SmtpSession(session, transport, factory);
  }

  private final class SmtpSession implements Session {
    private final jakarta.mail.Session session;
    private final SMTPTransport transport;
    private final KeptSockets factory;

    SmtpSession(jakarta.mail.Session session, SMTPTransport transport, KeptSockets factory) {
      this.session = session;
      this.transport = transport;
      this.factory = factory;
    }

    @Override
    public void exchange() throws MessagingException {
      int before = received();
      MimeMessage message = new MimeMessage(session);
      message.setFrom(new InternetAddress("weaver@localhost"));
      message.setRecipient(Message.RecipientType.TO, new InternetAddress("weaver@localhost"));
      message.setSubject("a thread");
      message.setText("over and under");
      transport.sendMessage(message, message.getAllRecipients());
      assertEquals(before + 1, received());
    }

    @Override
    public void askInVain() throws MessagingException {
      transport.issueCommand("NOOP " + MailServer.SILENCE, 250);
      fail("answered: " + transport.getLastServerResponse());
    }

    @Override
    public boolean isClosed() {
      return !transport.isConnected();
    }

    @Override
    public void disconnect() throws IOException {
      factory.closeAll();
    }
  }
}
