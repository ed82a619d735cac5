package dev.heddle.drivers;

/** SMTP in TLS from the first byte on. */
class SmtpsTest extends SmtpMatrix {
  SmtpsTest() {
    super("smtps", false);
  }
}
