package dev.heddle.preamble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The greeting of a MySQL or MariaDB server, and the SSLRequest packet that answers it. */
final class MySqlStart {

  /** Asks for TLS; returns the greeting's payload. */
  static byte[] talk(PlainTalk talk) throws IOException {
    talk.await("the server's greeting");
    byte[] header = talk.read(4);
    int length = header[0] & 0xFF | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
    if (length < 1 || length > LONGEST || header[3] != 0) {
      throw PlainTalk.broken(
          "this is no MySQL server: its first packet has the length "
              + length
              + " and the number "
              + (header[3] & 0xFF));
    }
    byte[] greeting = talk.read(length);
    int capabilities = capabilities(greeting);
    if ((capabilities & CLIENT_SSL) == 0) {
      throw PlainTalk.refused("the server does not offer TLS: CLIENT_SSL is not in its greeting");
    }
    talk.send(sslRequest(capabilities), "ServerHello");
    return greeting;
  }

  /** The flags in the greeting, the lower half of them at least. */
  private static int capabilities(byte[] greeting) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(greeting).order(ByteOrder.LITTLE_ENDIAN);
    int version = rest.get() & 0xFF;
    if (version == ERROR) {
      throw PlainTalk.refused("the server refused: " + error(rest));
    }
    if (version != 10) {
      throw PlainTalk.broken("the server speaks version " + version + " of MySQL's protocol");
    }
    while (rest.hasRemaining() && rest.get() != 0) {
      continue; // the server's version, in words
    }
    if (rest.remaining() < BEFORE_FLAGS + 2) {
      throw PlainTalk.broken("the server's greeting is cut off");
    }
    rest.position(rest.position() + BEFORE_FLAGS);
    int lower = rest.getShort() & 0xFFFF;
    if (rest.remaining() < 5) {
      return lower;
    }
    rest.position(rest.position() + 3); // character set and status
    return lower | (rest.getShort() & 0xFFFF) << 16;
  }

  private static String error(ByteBuffer rest) {
    if (rest.remaining() < 2) {
      return "without a reason";
    }
    int code = rest.getShort() & 0xFFFF;
    String words = StandardCharsets.UTF_8.decode(rest).toString();
    String text = words.matches("(?s)#.{5}.*") ? words.substring(6) : words;
    return "error " + code + ", " + PlainTalk.quote(text);
  }

  private static byte[] sslRequest(int capabilities) {
    ByteBuffer packet = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    packet.putInt(32 | 1 << 24); // length, and the packet's number
    packet.putInt(WANTED & capabilities | CLIENT_SSL);
    packet.putInt(1 << 24); // the longest packet
    packet.put((byte) UTF8MB4);
    return packet.array(); // 23 zeros behind it
  }

  private static final int CLIENT_SSL = 0x0800;

  /**
   * CLIENT_LONG_PASSWORD, CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH: those
   * that say in which form the login comes. A driver says all of them again inside TLS.
   */
  private static final int WANTED = 0x0001 | 0x0200 | 0x8000 | 0x0008_0000;

  /** The collation utf8mb4_general_ci, which every server since 5.5 knows. */
  private static final int UTF8MB4 = 45;

  private static final int ERROR = 0xFF;

  /** The thread's number, eight bytes for the login, and a zero. */
  private static final int BEFORE_FLAGS = 4 + 8 + 1;

  private static final int LONGEST = 4096;

  private MySqlStart() {}
}
