package dev.heddle.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.heddle.net.Tls;
import dev.heddle.net.TlsSocket;
import java.io.IOException;

public class Fetch {
  public static void main(String[] args) throws IOException {
    String host = args[0];
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 443;
    try (TlsSocket socket = Tls.connect(host, port)) {
      String request = "GET / HTTP/1.0\r\nHost: " + host + "\r\n\r\n";
      socket.outputStream().write(request.getBytes(US_ASCII));
      socket.inputStream().transferTo(System.out);
    }
  }
}
