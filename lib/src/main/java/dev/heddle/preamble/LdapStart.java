package dev.heddle.preamble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The StartTLS extended operation: RFC 4511 sections 4.12 and 4.14. */
final class LdapStart {

  static void talk(PlainTalk talk) throws IOException {
    talk.send(request(), "the answer to StartTLS");
    Ber message = Ber.read(talk, SEQUENCE, LONGEST);
    int id = message.number(INTEGER);
    Ber response = message.inner(EXTENDED_RESPONSE);
    int code = response.number(ENUMERATED);
    response.bytes(OCTET_STRING); // matchedDN
    String words = text(response.bytes(OCTET_STRING));
    if (response.next() == REFERRAL) {
      response.bytes(REFERRAL);
    }
    String name = response.next() == RESPONSE_NAME ? text(response.bytes(RESPONSE_NAME)) : null;
    if (response.next() == RESPONSE_VALUE) {
      response.bytes(RESPONSE_VALUE);
    }
    response.end();
    if (message.next() == CONTROLS) {
      message.bytes(CONTROLS);
    }
    message.end();
    if (id == 0 && NOTICE_OF_DISCONNECTION.equals(name)) {
      throw PlainTalk.refused("the server ended the connection: " + result(code, words));
    }
    if (id != ID) {
      throw PlainTalk.broken("an answer to message " + id + ", and we sent " + ID);
    }
    if (code != 0) {
      throw PlainTalk.refused("the server refused StartTLS: " + result(code, words));
    }
    if (name != null && !name.equals(START_TLS)) {
      throw PlainTalk.broken("an answer to " + PlainTalk.quote(name) + ", and we sent StartTLS");
    }
  }

  private static byte[] request() {
    byte[] oid = START_TLS.getBytes(StandardCharsets.US_ASCII);
    int length = oid.length;
    byte[] head = {
      SEQUENCE,
      (byte) (length + 7),
      INTEGER,
      1,
      ID,
      EXTENDED_REQUEST,
      (byte) (length + 2),
      REQUEST_NAME,
      (byte) length
    };
    byte[] request = Arrays.copyOf(head, head.length + length);
    System.arraycopy(oid, 0, request, head.length, length);
    return request;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** RFC 4511 section 4.1.9, the codes that RFC 4511 section 4.14.2 and servers give. */
  private static String result(int code, String words) {
    String name =
        switch (code) {
          case 1 -> "operationsError";
          case 2 -> "protocolError";
          case 8 -> "strongerAuthRequired";
          case 10 -> "referral";
          case 12 -> "unavailableCriticalExtension";
          case 51 -> "busy";
          case 52 -> "unavailable";
          case 53 -> "unwillingToPerform";
          case 80 -> "other";
          default -> "result";
        };
    return name + "(" + code + ")" + (words.isEmpty() ? "" : ", " + PlainTalk.quote(words));
  }

  private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
  private static final String NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";
  private static final byte ID = 1;
  private static final int LONGEST = 16 * 1024;

  private static final byte SEQUENCE = 0x30;
  private static final byte INTEGER = 0x02;
  private static final byte OCTET_STRING = 0x04;
  private static final byte ENUMERATED = 0x0A;
  private static final byte EXTENDED_REQUEST = 0x77;
  private static final byte EXTENDED_RESPONSE = 0x78;
  private static final byte REQUEST_NAME = (byte) 0x80;
  private static final byte REFERRAL = (byte) 0xA3;
  private static final byte RESPONSE_NAME = (byte) 0x8A;
  private static final byte RESPONSE_VALUE = (byte) 0x8B;
  private static final byte CONTROLS = (byte) 0xA0;

  private LdapStart() {}
}
