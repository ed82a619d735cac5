package dev.heddle.drivers;

/** SMTP and STARTTLS. */
class SmtpStartTlsTest extends SmtpMatrix {
  SmtpStartTlsTest() {
    super("smtp", true);
  }
}
