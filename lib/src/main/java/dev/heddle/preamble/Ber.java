package dev.heddle.preamble;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of one element of BER, as LDAP restricts it (RFC 4511 section 5.1): definite lengths
 * only, which may have more octets than they need. Whatever does not fit into it breaks the rules.
 */
final class Ber {

  private final ByteBuffer content;

  private Ber(byte[] content) {
    this.content = ByteBuffer.wrap(content);
  }

  /**
   * Reads an element from the peer.
   *
   * @param most the longest content
   */
  static Ber read(PlainTalk talk, byte tag, int most) throws IOException {
    int found = talk.readByte();
    if (found != (tag & 0xFF)) {
      throw PlainTalk.broken(
          String.format("this is no answer of LDAP: it begins with 0x%02x", found));
    }
    int length = talk.readByte();
    if (length >= 0x80) {
      length = number(talk.read(octets(length)));
    }
    if (length > most) {
      throw PlainTalk.broken("an answer of " + length + " bytes");
    }
    return new Ber(talk.read(length));
  }

  /** The next element's tag; 0xFF at the end. */
  byte next() {
    return content.hasRemaining() ? content.get(content.position()) : NOTHING;
  }

  /** The content of the next element, which must have this tag. */
  byte[] bytes(byte tag) throws IOException {
    if (content.remaining() < 2 || content.get() != tag) {
      throw malformed();
    }
    int length = content.get() & 0xFF;
    if (length >= 0x80) {
      byte[] octets = new byte[octets(length)];
      if (content.remaining() < octets.length) {
        throw malformed();
      }
      content.get(octets);
      length = number(octets);
    }
    if (length > content.remaining()) {
      throw malformed();
    }
    byte[] bytes = new byte[length];
    content.get(bytes);
    return bytes;
  }

  /** The next element, which must have this tag and is made of elements. */
  Ber inner(byte tag) throws IOException {
    return new Ber(bytes(tag));
  }

  /** The next element as a number of at most 31 bits, not negative. */
  int number(byte tag) throws IOException {
    byte[] octets = bytes(tag);
    if (octets.length < 1 || octets.length > 4 || octets[0] < 0) {
      throw malformed();
    }
    return number(octets);
  }

  /** Nothing may be left. */
  void end() throws IOException {
    if (content.hasRemaining()) {
      throw malformed();
    }
  }

  private static int octets(int first) throws IOException {
    int octets = first & 0x7F;
    if (octets < 1 || octets > 4) {
      throw malformed();
    }
    return octets;
  }

  private static int number(byte[] octets) throws IOException {
    int number = 0;
    for (byte octet : octets) {
      number = number << 8 | octet & 0xFF;
    }
    if (number < 0) {
      throw malformed();
    }
    return number;
  }

  private static PreambleException malformed() {
    return PlainTalk.broken("an answer of LDAP that is malformed");
  }

  /** No tag that LDAP has. */
  private static final byte NOTHING = (byte) 0xFF;
}
