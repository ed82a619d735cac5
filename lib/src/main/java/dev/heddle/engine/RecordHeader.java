package dev.heddle.engine;

import dev.heddle.fault.Fault;
import java.nio.charset.StandardCharsets;

/** The first five bytes of a record: whether this is TLS at all, and if not, what it looks like. */
final class RecordHeader {

  static final int LENGTH = 5;

  /** Content types run from change_cipher_spec(20) to heartbeat(24); all versions begin with 3. */
  static boolean looksLikeTls(byte[] header) {
    int type = header[0] & 0xff;
    return type >= 20 && type <= 24 && header[1] == 3;
  }

  /** The length of what follows the header, in bytes, 0 to 65535. */
  static int bodyLength(byte[] header) {
    return (header[3] & 0xff) << 8 | header[4] & 0xff;
  }

  /** Says what bytes that are not TLS look like. */
  static Fault.NotTls notTls(byte[] header) {
    return new Fault.NotTls(guess(header), printable(header));
  }

  private static String guess(byte[] header) {
    String text = new String(header, 0, LENGTH, StandardCharsets.ISO_8859_1);
    for (String start : HTTP_STARTS) {
      if (text.startsWith(start)) {
        return "plain HTTP";
      }
    }
    if (text.startsWith("SSH-")) {
      return "SSH";
    }
    if (text.startsWith("220 ") || text.startsWith("220-")) {
      return "SMTP or FTP, before STARTTLS";
    }
    if (text.startsWith("* OK ")) {
      return "IMAP, before STARTTLS";
    }
    if (text.startsWith("+OK ")) {
      return "POP3, before STARTTLS";
    }
    // SSL 2.0's CLIENT-HELLO: a two-byte length with the high bit set, then message type 1.
    if ((header[0] & 0x80) != 0 && header[2] == 1) {
      return "SSL 2.0";
    }
    return null;
  }

  private static String printable(byte[] header) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < LENGTH; i++) {
      int b = header[i] & 0xff;
      if (b >= 0x20 && b < 0x7f && b != '"' && b != '\\') {
        text.append((char) b);
      } else {
        text.append(String.format("\\x%02x", b));
      }
    }
    return text.append('"').toString();
  }

  private static final String[] HTTP_STARTS = {
    "HTTP/", "GET /", "POST ", "HEAD ", "PUT /", "OPTIO", "CONNE", "DELET", "PATCH", "TRACE",
    "PRI *"
  };

  private RecordHeader() {}
}
