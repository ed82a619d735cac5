package dev.heddle.demo.bench.peer;

import dev.heddle.demo.bench.peer.Library.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What client and server say to each other. The client says first what it wants, in 8 bytes, big
 * endian: a count of bytes, which the server sends; a negative one, which the client sends and the
 * server confirms by an octet; or, from {@link Long#MIN_VALUE} on, a count of octets that go to and
 * fro.
 */
final class Talk {

  /** The most that a record carries; data comes in multiples of it. */
  static final int RECORD = 16_384;

  private static final byte[] DATA = new byte[RECORD];

  static void wantBytes(Connection connection, long count) throws IOException {
    say(connection, count);
  }

  static void bringBytes(Connection connection, long count) throws IOException {
    say(connection, -count);
  }

  static void wantEchoes(Connection connection, int count) throws IOException {
    connection.write(echoes(count));
  }

  /** The wish for so many octets to and fro. */
  static byte[] echoes(int count) {
    return bytes(Long.MIN_VALUE + count);
  }

  private static void say(Connection connection, long number) throws IOException {
    connection.write(bytes(number));
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** The server's part: does what the client wants, as often as it wants something. */
  static void serve(Connection connection) throws IOException {
    byte[] request = new byte[Long.BYTES];
    for (int n = connection.read(request); n >= 0; n = connection.read(request)) {
      if (n < request.length) {
        throw new EOFException("a request of " + n + " bytes");
      }
      serve(connection, ByteBuffer.wrap(request).getLong());
    }
  }

  private static void serve(Connection connection, long wanted) throws IOException {
    if (wanted > 0) {
      writeAll(connection, wanted);
    } else if (wanted <= Long.MIN_VALUE + Integer.MAX_VALUE) {
      echo(connection, (int) (wanted - Long.MIN_VALUE));
    } else {
      readAll(connection, -wanted);
      connection.write(new byte[1]);
    }
  }

  private static void echo(Connection connection, int count) throws IOException {
    byte[] octet = new byte[1];
    for (int i = 0; i < count; i++) {
      readAll(connection, octet);
      connection.write(octet);
    }
  }

  static void writeAll(Connection connection, long count) throws IOException {
    for (long left = count; left > 0; left -= RECORD) {
      connection.write(DATA);
    }
  }

  static void readAll(Connection connection, long count) throws IOException {
    byte[] target = new byte[(int) Math.min(count, RECORD)];
    for (long left = count; left > 0; ) {
      int n = connection.read(target);
      if (n < 0) {
        throw new EOFException(left + " bytes are missing");
      }
      left -= n;
    }
  }

  private static void readAll(Connection connection, byte[] octet) throws IOException {
    if (connection.read(octet) < 0) {
      throw new EOFException("an octet is missing");
    }
  }

  private Talk() {}
}
