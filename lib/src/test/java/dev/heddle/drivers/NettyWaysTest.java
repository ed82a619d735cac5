package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ways in which Netty makes its engines, and what its {@code SslHandler} can do beside talking:
 * ALPN, SNI, STARTTLS and renegotiation.
 */
class NettyWaysTest extends NettyTests {

  private static final Identity ELSEWHERE =
      TestCerts.make("elsewhere.test").dns("*.elsewhere.test").by(Pki.root()).build();

  private static ApplicationProtocolConfig alpn(
      SelectorFailureBehavior noCommonOne, String... protocols) {
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        noCommonOne,
        noCommonOne == SelectorFailureBehavior.FATAL_ALERT
            ? SelectedListenerFailureBehavior.FATAL_ALERT
            : SelectedListenerFailureBehavior.ACCEPT,
        protocols);
  }

  private static SslContext wrap(
      SSLContext context, boolean client, String version, ApplicationProtocolConfig alpn) {
    return new JdkSslContext(
        context,
        client,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        alpn,
        ClientAuth.NONE,
        new String[] {version},
        false);
  }

  private static SslContext builtClient(Face face, String version, Identity own) throws Exception {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .sslContextProvider(face.provider())
            .protocols(version)
            .trustManager(Pki.root().certificate())
            .applicationProtocolConfig(alpn(SelectorFailureBehavior.NO_ADVERTISE, "h2", "x"));
    if (own != null) {
      builder.keyManager(own.key(), own.chain());
    }
    return builder.build();
  }

  private static SslContext builtServer(Face face, String version) throws Exception {
    Identity own = Pki.server(Scenario.GOOD);
    return SslContextBuilder.forServer(own.key(), own.chain().toArray(new X509Certificate[0]))
        .sslProvider(SslProvider.JDK)
        .sslContextProvider(face.provider())
        .protocols(version)
        .clientAuth(ClientAuth.REQUIRE)
        .trustManager(Pki.root().certificate())
        .applicationProtocolConfig(alpn(SelectorFailureBehavior.NO_ADVERTISE, "x", "h2"))
        .build();
  }

  private NettyEnd connect(SslContext context, int port) throws Exception {
    return connect(
        port,
        new NettyEnd(context.newHandler(ByteBufAllocator.DEFAULT, "localhost", port, pool())));
  }

  private Listener listen(SslContext context) throws Exception {
    return listen(() -> new NettyEnd(context.newHandler(ByteBufAllocator.DEFAULT)));
  }

  /** Netty checks the name of the server then, and looks at resumed sessions again. */
  @ParameterizedTest
  @MethodSource("pairs")
  void contextsThatNettyBuilds(Face client, Face server, String version) throws Exception {
    Identity own = Pki.client(Scenario.CLIENT_CERTIFICATE);
    SslContext clients = builtClient(client, version, own);
    Listener listener = listen(builtServer(server, version));
    long began = 0;
    for (int i = 0; i < 3; i++) {
      NettyEnd connected = connect(clients, listener.port()).shakeHands();
      NettyEnd accepted = listener.accept().shakeHands();
      connected.talk(accepted);
      assertEquals(own.certificate(), accepted.session().getPeerCertificates()[0]);
      assertEquals("x", accepted.tls().applicationProtocol());
      assertEquals("x", connected.tls().applicationProtocol());
      began = i == 0 ? accepted.session().getCreationTime() : began;
      assertEquals(began, accepted.session().getCreationTime(), "not resumed");
      connected.channel().close();
      accepted.awaitInactive();
    }
    NettyEnd strange =
        connect(
            builtClient(client, version, Pki.client(Scenario.STRANGE_CLIENT_CERTIFICATE)),
            listener.port());
    Causes.demand(listener.accept().refused(), CertificateException.class);
    strange.awaitInactive();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void contextThatNettyBuildsChecksTheName(Face client, Face server, String version)
      throws Exception {
    SSLContext servers = server.context(Pki.root(), Pki.server(Scenario.WRONG_NAME));
    Listener listener = listen(servers, version);
    NettyEnd connected = connect(builtClient(client, version, null), listener.port());
    Causes.demand(connected.refused(), CertificateException.class);
  }

  static Stream<Arguments> pairsAndProtocols() {
    return pairs()
        .flatMap(
            pair ->
                Stream.of(
                    Arguments.of(pair.get()[0], pair.get()[1], pair.get()[2], "h2,http/1.1", "h2"),
                    Arguments.of(
                        pair.get()[0], pair.get()[1], pair.get()[2], "http/1.1", "http/1.1"),
                    Arguments.of(pair.get()[0], pair.get()[1], pair.get()[2], "spdy/1", null),
                    Arguments.of(pair.get()[0], pair.get()[1], pair.get()[2], "", null)));
  }

  @ParameterizedTest
  @MethodSource("pairsAndProtocols")
  void protocolOfASelector(Face client, Face server, String version, String offers, String chosen)
      throws Exception {
    ApplicationProtocolConfig offered =
        offers.isEmpty()
            ? ApplicationProtocolConfig.DISABLED
            : alpn(SelectorFailureBehavior.NO_ADVERTISE, offers.split(","));
    Listener listener =
        listen(
            wrap(
                servers(server),
                false,
                version,
                alpn(SelectorFailureBehavior.NO_ADVERTISE, "h2", "http/1.1")));
    NettyEnd connected =
        connect(wrap(clients(client), true, version, offered), listener.port()).shakeHands();
    NettyEnd accepted = listener.accept().shakeHands();
    connected.talk(accepted);
    assertEquals(chosen, connected.tls().applicationProtocol());
    assertEquals(chosen, accepted.tls().applicationProtocol());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void noCommonProtocolMayBeAnError(Face client, Face server, String version) throws Exception {
    Listener listener =
        listen(
            wrap(servers(server), false, version, alpn(SelectorFailureBehavior.FATAL_ALERT, "h2")));
    NettyEnd connected =
        connect(
            wrap(clients(client), true, version, alpn(SelectorFailureBehavior.NO_ADVERTISE, "x")),
            listener.port());
    Throwable refused = connected.refused();
    if (server != Face.SUNJSSE || version.equals(V12)) { // the JDK's engine just ends in TLS 1.3
      Causes.assertSays(refused, "no_application_protocol");
    }
    Causes.demand(listener.accept().refused(), SSLException.class);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void protocolOfTheLists(Face client, Face server, String version) throws Exception {
    SSLContext servers = servers(server);
    Listener listener =
        listen(
            () -> {
              SSLEngine engine = server(servers, version);
              protocols(engine, "h2", "http/1.1");
              return new NettyEnd(new SslHandler(engine));
            });
    SSLEngine engine = client(clients(client), version);
    protocols(engine, "http/1.1", "h2");
    NettyEnd connected = connect(listener.port(), engine).shakeHands();
    NettyEnd accepted = listener.accept().shakeHands();
    connected.talk(accepted);
    assertEquals("h2", connected.tls().engine().getApplicationProtocol());
    assertEquals("h2", accepted.tls().engine().getApplicationProtocol());
  }

  private static void protocols(SSLEngine engine, String... protocols) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void certificateOfTheNameThatIsAskedFor(Face client, Face server, String version)
      throws Exception {
    SslContext here = wrap(servers(server), false, version, ApplicationProtocolConfig.DISABLED);
    SslContext there =
        wrap(
            server.context(Pki.root(), ELSEWHERE),
            false,
            version,
            ApplicationProtocolConfig.DISABLED);
    Mapping<String, SslContext> byName =
        new DomainWildcardMappingBuilder<>(here).add("*.elsewhere.test", there).build();
    Listener listener = listen(() -> new NettyEnd(new SniHandler(byName)));
    for (String name : List.of("a.elsewhere.test", "localhost")) {
      SSLEngine engine = clients(client).createSSLEngine(name, listener.port());
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setProtocols(new String[] {version});
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      NettyEnd connected = connect(listener.port(), engine).shakeHands();
      NettyEnd accepted = listener.accept().shakeHands();
      connected.talk(accepted);
      assertEquals(
          name.equals("localhost")
              ? Pki.server(Scenario.GOOD).certificate()
              : ELSEWHERE.certificate(),
          connected.session().getPeerCertificates()[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void startTls(Face client, Face server, String version) throws Exception {
    Listener listener = listen(NettyEnd::new);
    NettyEnd connected = connect(listener.port(), new NettyEnd());
    NettyEnd accepted = listener.accept();
    connected.send("STARTTLS\n");
    accepted.expect("STARTTLS\n");
    accepted.secure(new SslHandler(server(servers(server), version), true));
    accepted.send("go ahead\n");
    connected.expect("go ahead\n");
    connected.secure(new SslHandler(client(clients(client), version)));
    connected.shakeHands().talk(accepted.shakeHands());
  }

  /** In TLS 1.3 it changes the keys, and both go on. */
  @ParameterizedTest
  @MethodSource("pairs")
  void renegotiation(Face client, Face server, String version) throws Exception {
    Listener listener = listen(servers(server), version);
    NettyEnd connected = connect(listener.port(), client(clients(client), version)).shakeHands();
    NettyEnd accepted = listener.accept().shakeHands();
    connected.talk(accepted);
    if (version.equals(V13)) {
      for (NettyEnd each : List.of(connected, accepted, connected)) {
        assertTrue(each.tls().renegotiate().await(20_000));
        assertNull(each.tls().handshakeFuture().cause());
        connected.talk(accepted);
        accepted.talk(connected);
      }
    } else if (Face.tested() == Face.HEDDLE) {
      NettyEnd ours = client == Face.HEDDLE ? connected : accepted;
      assertTrue(ours.tls().renegotiate().await(20_000));
      connected.talk(accepted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void clientWithTheServerOfOpenSsl(String version) throws Exception {
    try (OpenSsl server =
        OpenSsl.server(
            Pki.server(Scenario.GOOD),
            "-Verify",
            "1",
            "-verify_return_error",
            "-alpn",
            "x",
            "-msg")) {
      Identity own = Pki.client(Scenario.CLIENT_CERTIFICATE);
      NettyEnd ours = connect(builtClient(Face.tested(), version, own), server.port()).shakeHands();
      assertEquals("x", ours.tls().applicationProtocol());
      ours.send("to openssl\n");
      server.await("to openssl");
      server.type("to Netty\n");
      ours.expect("to Netty\n");
      if (version.equals(V13)) {
        server.type("K\n"); // a key update, which asks for another
        server.await(Pattern.compile(">>> TLS 1.3, Handshake [^\n]*KeyUpdate"));
        server.type("to Netty again\n");
        ours.expect("to Netty again\n");
        ours.send("with other keys\n");
        server.await(Pattern.compile("<<< TLS 1.3, Handshake [^\n]*KeyUpdate"));
        server.await("with other keys");
      }
      ours.assertNoException();
      ours.channel().close();
      server.await(Pattern.compile("<<< [^\n]*close_notify"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void clientWithoutACertificateAtTheServerOfOpenSsl(String version) throws Exception {
    try (OpenSsl server =
        OpenSsl.server(Pki.server(Scenario.GOOD), "-Verify", "1", "-verify_return_error")) {
      NettyEnd ours = connect(builtClient(Face.tested(), version, null), server.port());
      Throwable heard = version.equals(V13) ? ours.shakeHands().exception() : ours.refused();
      Causes.assertSays(heard, "certificate_required|handshake_failure");
      ours.awaitInactive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void serverWithTheClientOfOpenSsl(String version) throws Exception {
    Listener listener = listen(builtServer(Face.tested(), version));
    try (OpenSsl client =
        OpenSsl.client(
            listener.port(),
            Pki.root(),
            Pki.client(Scenario.CLIENT_CERTIFICATE),
            "-verify_return_error",
            "-alpn",
            "h2")) {
      NettyEnd ours = listener.accept().shakeHands();
      client.await("ALPN protocol: h2");
      assertNotNull(ours.session().getPeerCertificates());
      client.type("to Netty\n");
      ours.expect("to Netty\n");
      ours.send("to openssl\n");
      client.await("to openssl");
      ours.channel().close();
      assertEquals(0, client.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void serverRefusesTheClientOfOpenSsl(String version) throws Exception {
    Listener listener = listen(builtServer(Face.tested(), version));
    try (OpenSsl client =
        OpenSsl.client(
            listener.port(), Pki.root(), Pki.client(Scenario.STRANGE_CLIENT_CERTIFICATE))) {
      Causes.demand(listener.accept().refused(), CertificateException.class);
      client.await(Pattern.compile("alert (unknown ca|certificate unknown|bad cert)"));
    }
  }
}
