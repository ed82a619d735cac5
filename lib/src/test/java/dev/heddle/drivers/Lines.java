package dev.heddle.drivers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Lines of text over a socket, read byte by byte, so that what follows a line stays where it is.
 */
final class Lines {

  private final Socket socket;

  Lines(Socket socket) {
    this.socket = socket;
  }

  /** The next line, without its end; null at the end of the stream. */
  String read() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int each = in.read(); each != '\n'; each = in.read()) {
      if (each < 0) {
        return null;
      }
      line.write(each);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }

  /** Sends one line. */
  void write(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
