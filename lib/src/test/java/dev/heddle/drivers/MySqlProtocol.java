package dev.heddle.drivers;

import java.io.IOException;
import java.net.Socket;

/** What a client and a server of MySQL's protocol say before TLS. */
final class MySqlProtocol {

  /** The server greets first, then the client asks for TLS: a packet each. */
  static final TlsFront.Preamble PREAMBLE =
      (client, server) -> {
        pass(server, client);
        pass(client, server);
      };

  /** A packet has a header of four bytes, which begins with its length, the low byte first. */
  private static void pass(Socket from, Socket to) throws IOException {
    byte[] header = read(from, 4);
    int length = header[0] & 255 | (header[1] & 255) << 8 | (header[2] & 255) << 16;
    byte[] body = read(from, length);
    to.getOutputStream().write(header);
    to.getOutputStream().write(body);
  }

  private static byte[] read(Socket from, int count) throws IOException {
    byte[] bytes = from.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("hung up before TLS");
    }
    return bytes;
  }

  private MySqlProtocol() {}
}
