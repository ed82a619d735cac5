package dev.heddle.demo.bench.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.Version;
import java.security.SecureRandom;
import javax.net.ssl.SSLException;

/**
 * Netty's TLS over tcnative, of which {@link NettyClientSide} and {@link NettyServerSide} consist.
 */
final class NettyTls {

  private final Settings settings;

  /** Refuses where tcnative's native library does not load. */
  NettyTls(Settings settings) throws UnableException {
    if (!OpenSsl.isAvailable()) {
      throw new UnableException(
          "tcnative's native library does not load: " + OpenSsl.unavailabilityCause().getMessage());
    }
    this.settings = settings;
  }

  String version() {
    Version netty = Version.identify().get("netty-handler");
    return "Netty " + netty.artifactVersion() + ", tcnative with " + OpenSsl.versionString();
  }

  /** What all connections of a client have in common that may resume each other's sessions. */
  SslContext client() throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .trustManager(settings.file("ca").toFile())
            .endpointIdentificationAlgorithm("HTTPS");
    SslContext context = build(builder);
    sessions(context).setSessionCacheEnabled(settings.resumes());
    return context;
  }

  /** What all connections of a server have in common. */
  SslContext server() throws SSLException {
    SslContext context =
        build(
            SslContextBuilder.forServer(
                settings.file("chain").toFile(), settings.file("key").toFile()));
    if (settings.resumes()) {
      // Without a key for them it sends no tickets.
      sessions(context)
          .setTicketKeys(
              new OpenSslSessionTicketKey(
                  random(OpenSslSessionTicketKey.NAME_SIZE),
                  random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                  random(OpenSslSessionTicketKey.AES_KEY_SIZE)));
    }
    return context;
  }

  /** BoringSSL leaves no choice of suites in TLS 1.3: the other end's is checked by each client. */
  private SslContext build(SslContextBuilder builder) throws SSLException {
    String group = settings.isHybrid() ? "X25519MLKEM768" : "X25519";
    return builder
        .sslProvider(SslProvider.OPENSSL)
        .protocols("TLSv1.3")
        .option(OpenSslContextOption.GROUPS, new String[] {group})
        .build();
  }

  private static OpenSslSessionContext sessions(SslContext context) {
    return (OpenSslSessionContext) context.sessionContext();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** Adds what does TLS and what follows it to a channel's pipeline. */
  static void add(Channel channel, SslHandler tls, NettyTalk talk) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(tls);
    pipeline.addLast(talk);
  }

  static boolean isResumed(SslHandler tls) {
    return SSL.isSessionReused(((ReferenceCountedOpenSslEngine) tls.engine()).sslPointer());
  }
}
