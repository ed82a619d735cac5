package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;

/** Angus Mail reads a mailbox. */
abstract class ImapMatrix extends MailMatrix {

  private final String protocol;

  ImapMatrix(String protocol, boolean startTls) {
    super(protocol, startTls);
    this.protocol = protocol;
  }

  @Override
  Session open(jakarta.mail.Session session, int port, KeptSockets factory)
      throws MessagingException {
    IMAPStore store = (IMAPStore) session.getStore(protocol);
    store.connect("localhost", port, MailServer.USER, MailServer.PASSWORD);
    IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
    inbox.open(Folder.READ_ONLY);
    return new ImapSession(store, inbox, factory);
  }

  private record ImapSession(IMAPStore store, IMAPFolder inbox, KeptSockets factory)
      implements Session {

    @Override
    public void exchange() throws MessagingException {
      assertEquals(0, inbox.getMessageCount());
    }

    /** The exception is in the farewell that Angus makes of it. */
    @Override
    public void askInVain() throws IOException {
      AtomicReference<Response> last = new AtomicReference<>();
      try {
        inbox.doCommand(
            protocol -> {
              Response[] all = protocol.command("NOOP " + MailServer.SILENCE, null);
              last.set(all[all.length - 1]);
              protocol.notifyResponseHandlers(all);
              protocol.handleResult(last.get());
              return null;
            });
      } catch (MessagingException e) {
        throw new IOException(e.getMessage(), last.get().getException());
      }
      fail("answered: " + last);
    }

    @Override
    public boolean isClosed() {
      return !inbox.isOpen();
    }

    @Override
    public void disconnect() throws IOException, MessagingException {
      factory.closeAll();
      store.close();
    }
  }
}
