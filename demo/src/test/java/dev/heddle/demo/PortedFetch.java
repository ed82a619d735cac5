package dev.heddle.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.heddle.bio.ConnectBio;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.io.OutputStream;

public class PortedFetch {
  public static void main(String[] args) throws IOException {
    fetch(SslContext.client().build(), args[0], 443, System.out);
  }

  static void fetch(SslContext context, String host, int port, OutputStream out)
      throws IOException {
    try (Ssl ssl = context.newSsl()) {
      ConnectBio bio = ConnectBio.to(host, port); // or ssl.setSocket(socket)
      ssl.setBio(bio, bio);
      ssl.set1Host(host); // whom the certificate must be for; asked for by SNI, too
      check(ssl, ssl.connect());
      check(ssl, ssl.write(("GET / HTTP/1.0\r\nHost: " + host + "\r\n\r\n").getBytes(US_ASCII)));
      byte[] buffer = new byte[16384];
      int n;
      while ((n = ssl.read(buffer)) > 0) {
        out.write(buffer, 0, n);
      }
      if (ssl.getError(n) != SslError.ZERO_RETURN) { // the peer did not say close_notify
        throw ssl.failure(n);
      }
      ssl.shutdown();
    }
  }

  private static void check(Ssl ssl, int result) throws IOException {
    if (result <= 0) {
      throw ssl.failure(result);
    }
  }
}
