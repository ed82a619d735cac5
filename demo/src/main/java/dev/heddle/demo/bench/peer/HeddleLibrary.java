package dev.heddle.bench;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.ssl.SessCacheMode;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.io.IOException;
import java.net.Socket;

/** This library. */
final class HeddleLibrary implements Library {

  private final SslContext client;
  private final SslContext server;

  HeddleLibrary(Parties parties, boolean resumes) {
    client =
        restricted(SslContext.client())
            .trust(Trust.of(parties.root().chain()))
            .sessCacheMode(resumes ? SessCacheMode.CLIENT : SessCacheMode.OFF)
            .build();
    server =
        restricted(SslContext.server())
            .numTickets(resumes ? 1 : 0)
            .credentials(Credentials.of(parties.server().key(), parties.server().chain()))
            .build();
  }

  private static SslContext.Builder restricted(SslContext.Builder builder) {
    return builder
        .readAhead(true)
        .minProtoVersion(TlsVersion.TLS_1_3)
        .ciphersuites(CipherSuite.TLS_AES_128_GCM_SHA256.ianaName())
        .groupsList("X25519");
  }

  @Override
  public Library forThread(int number) {
    return this;
  }

  @Override
  public Connection connect(Socket socket) throws IOException {
    Ssl ssl = client.newSsl();
    ssl.setSocket(socket);
    ssl.set1Host(Parties.HOST);
    check(ssl, ssl.connect());
    return new Open(ssl);
  }

  @Override
  public Connection accept(Socket socket) throws IOException {
    Ssl ssl = server.newSsl();
    ssl.setSocket(socket);
    check(ssl, ssl.accept());
    return new Open(ssl);
  }

  private static void check(Ssl ssl, int result) throws IOException {
    if (result <= 0) {
      throw ssl.failure(result);
    }
  }

  private record Open(Ssl ssl) implements Connection {

    @Override
    public boolean isResumed() {
      return ssl.sessionReused();
    }

    @Override
    public int read(byte[] target) throws IOException {
      int n = ssl.read(target);
      if (n == 0) {
        return -1;
      }
      check(ssl, n);
      return n;
    }

    @Override
    public void write(byte[] data) throws IOException {
      check(ssl, ssl.write(data));
    }

    @Override
    public void close() {
      ssl.shutdown();
      ssl.close();
    }
  }
}
