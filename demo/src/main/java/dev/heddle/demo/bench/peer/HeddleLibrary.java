package dev.heddle.demo.bench.peer;

import dev.heddle.config.ClientCertificateCallback.Selection;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.demo.common.Version;
import dev.heddle.ssl.SessCacheMode;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** This library. */
final class HeddleLibrary implements Library {

  private final SslContext context;

  /** Of a server that has a chain for each name; null of any other. */
  private final FreshChains fresh;

  HeddleLibrary(Settings settings) throws IOException, GeneralSecurityException {
    fresh = settings.isFresh() && !settings.isClient() ? new FreshChains(settings) : null;
    SslContext.Builder builder = settings.isClient() ? client(settings) : server(settings, fresh);
    context =
        builder
            .readAhead(true)
            .minProtoVersion(TlsVersion.TLS_1_3)
            .ciphersuites(settings.text("suite"))
            .groupsList(settings.isHybrid() ? "X25519MLKEM768" : "X25519")
            .build();
  }

  private static SslContext.Builder client(Settings settings) {
    return SslContext.client()
        .trust(Trust.pem(settings.file("ca")))
        .sessCacheMode(settings.resumes() ? SessCacheMode.CLIENT : SessCacheMode.OFF);
  }

  private static SslContext.Builder server(Settings settings, FreshChains fresh) {
    SslContext.Builder builder = SslContext.server().numTickets(settings.resumes() ? 1 : 0);
    return fresh == null
        ? builder.credentials(Credentials.pem(settings.file("chain"), settings.file("key")))
        : builder.certCallback(
            hello -> fresh.of(hello.serverName()).map(Selection::use).orElseGet(Selection::none));
  }

  @Override
  public String version() {
    return "Heddle " + Version.number();
  }

  @Override
  public Optional<FreshChains> fresh() {
    return Optional.ofNullable(fresh);
  }

  @Override
  public Connection connect(Socket socket, String host) throws IOException {
    Ssl ssl = context.newSsl();
    ssl.setSocket(socket);
    ssl.set1Host(host);
    check(ssl, ssl.connect());
    return new Open(ssl);
  }

  @Override
  public Connection accept(Socket socket) throws IOException {
    Ssl ssl = context.newSsl();
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
