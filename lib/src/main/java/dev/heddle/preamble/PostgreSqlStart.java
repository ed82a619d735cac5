package dev.heddle.preamble;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** SSLRequest, and one byte for an answer. */
final class PostgreSqlStart {

  static void talk(PlainTalk talk) throws IOException {
    talk.send(SSL_REQUEST.clone(), "the answer to SSLRequest");
    int answer = talk.readByte();
    switch (answer) {
      case 'S' -> {}
      case 'N' -> throw PlainTalk.refused("the server answered SSLRequest with N: it has no TLS");
      case 'E' ->
          throw PlainTalk.refused(
              "the server answered SSLRequest with an error: " + PlainTalk.quote(error(talk)));
      default ->
          throw PlainTalk.broken(
              String.format(
                  "this is no PostgreSQL server: it answered SSLRequest with 0x%02x", answer));
    }
  }

  /**
   * The words of an ErrorResponse: the field M of protocol 3.0, whose length comes first and is
   * less than 16 MB; or those up to a zero byte of 2.0, which a server has no memory for anything
   * else speaks.
   */
  private static String error(PlainTalk talk) throws IOException {
    int first = talk.readByte();
    if (first != 0) {
      return upToZero(talk, first);
    }
    int length = 0;
    for (int i = 0; i < 3; i++) {
      length = length << 8 | talk.readByte();
    }
    int left = Math.min(length - 4, LONGEST);
    while (left > 0) {
      int field = talk.readByte();
      if (field == 0) {
        break;
      }
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      for (left--; left > 0; left--) {
        int b = talk.readByte();
        if (b == 0) {
          break;
        }
        value.write(b);
      }
      left--;
      if (field == 'M') {
        return value.toString(StandardCharsets.UTF_8);
      }
    }
    throw PlainTalk.broken("the server answered SSLRequest with an error that has no message");
  }

  private static String upToZero(PlainTalk talk, int first) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int b = first; b != 0 && text.size() < LONGEST; b = talk.readByte()) {
      text.write(b);
    }
    return text.toString(StandardCharsets.UTF_8).strip();
  }

  /** Its length, and the number 80877103 in the place of a version. */
  private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xD2, 0x16, 0x2F};

  private static final int LONGEST = 8192;

  private PostgreSqlStart() {}
}
