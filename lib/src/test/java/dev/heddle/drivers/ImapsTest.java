package dev.heddle.drivers;

/** IMAP in TLS from the first byte on. */
class ImapsTest extends ImapMatrix {
  ImapsTest() {
    super("imaps", false);
  }
}
