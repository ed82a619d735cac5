package dev.heddle.drivers;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.Socket;
import java.util.Locale;

/**
 * GreenMail's SMTP and IMAP in plain text, and servers with TLS before it, since it has no STARTTLS
 * and one certificate. They pass on line by line what they hear; a line with {@link #SILENCE} in it
 * they keep to themselves.
 */
final class MailServer implements AutoCloseable {

  static final String USER = "weaver";
  static final String PASSWORD = "warp";
  static final String SILENCE = "SILENCE";

  private final GreenMail mail =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
          });

  MailServer() {
    mail.setUser(USER + "@localhost", USER, PASSWORD);
    mail.start();
  }

  /** How many messages have come. */
  int received() {
    return mail.getReceivedMessages().length;
  }

  /** Starters of servers for mail that is sent. */
  Servers.Starter smtp(boolean startTls) {
    int port = mail.getSmtp().getPort();
    return (identity, wantsCertificate) ->
        new TalkServer(
            identity,
            wantsCertificate,
            startTls ? MailServer::smtpStartTls : client -> {},
            client -> relay(client, port, startTls));
  }

  /** Starters of servers for mail that is read. */
  Servers.Starter imap(boolean startTls) {
    int port = mail.getImap().getPort();
    return (identity, wantsCertificate) ->
        new TalkServer(
            identity,
            wantsCertificate,
            startTls ? MailServer::imapStartTls : client -> {},
            client -> relay(client, port, startTls));
  }

  private static void smtpStartTls(Socket client) throws IOException {
    Lines lines = new Lines(client);
    lines.write("220 ready");
    for (String line = lines.read(); !line.equalsIgnoreCase("STARTTLS"); line = lines.read()) {
      lines.write("250-here");
      lines.write("250 STARTTLS");
    }
    lines.write("220 go ahead");
  }

  private static void imapStartTls(Socket client) throws IOException {
    Lines lines = new Lines(client);
    lines.write("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready");
    String[] words = lines.read().split(" ");
    while (!words[1].toUpperCase(Locale.ROOT).equals("STARTTLS")) {
      lines.write("* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED");
      lines.write(words[0] + " OK done");
      words = lines.read().split(" ");
    }
    lines.write(words[0] + " OK go ahead");
  }

  /**
   * Passes on what both say.
   *
   * @param greeted whether the client has been greeted before TLS
   */
  private static void relay(Socket client, int port, boolean greeted) throws IOException {
    Socket server = new Socket("127.0.0.1", port);
    try {
      Lines fromServer = new Lines(server);
      String greeting = fromServer.read();
      if (!greeted) {
        new Lines(client).write(greeting);
      }
      Thread.ofPlatform()
          .daemon()
          .name("mail-relay")
          .start(
              () -> {
                try (client) {
                  server.getInputStream().transferTo(client.getOutputStream());
                } catch (IOException e) {
                  return; // the other end knows
                }
              });
      Lines fromClient = new Lines(client);
      Lines toServer = new Lines(server);
      for (String line = fromClient.read(); line != null; line = fromClient.read()) {
        if (!line.contains(SILENCE)) {
          toServer.write(line);
        }
      }
    } finally {
      server.close();
    }
  }

  @Override
  public void close() {
    mail.stop();
  }
}
