package dev.heddle.drivers;

/** IMAP and STARTTLS. */
class ImapStartTlsTest extends ImapMatrix {
  ImapStartTlsTest() {
    super("imap", true);
  }
}
