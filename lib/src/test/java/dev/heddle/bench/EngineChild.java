package dev.heddle.bench;

import dev.heddle.bench.EngineBench.Handshake;
import dev.heddle.bench.EngineBench.Transfer;
import dev.heddle.drivers.Face;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/**
 * A measured side of {@link EngineBench}: a process with the engines of one face of {@code
 * javax.net.ssl}, the argument, and SunJSSE's as their peers. Each line is answered by what the
 * calls of the measured engines have cost the thread.
 *
 * <ul>
 *   <li>{@code transfer WORDS WRITE BYTES}: moves so much of a {@link Transfer} of these words;
 *       what is measured has so many at a time to wrap.
 *   <li>{@code handshake WORDS COUNT}: so many of a {@link Handshake} of these words.
 * </ul>
 */
final class EngineChild implements Answers {

  private final SSLContext client;
  private final SSLContext clientOfOwnTrust;
  private final SSLContext server;
  private final SSLContext peerClient;
  private final SSLContext peerServer;

  private EngineChild(Face face, Parties parties) throws Exception {
    client = face.context(parties.root(), null);
    clientOfOwnTrust = ofOwnTrust(face.provider(), parties);
    server = face.context(parties.root(), parties.server());
    peerClient = Face.SUNJSSE.context(parties.root(), null);
    peerServer = Face.SUNJSSE.context(parties.root(), parties.server());
  }

  private static SSLContext ofOwnTrust(Provider provider, Parties parties) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", provider);
    factory.init(parties.root().trustStore());
    SSLContext context = SSLContext.getInstance("TLS", provider);
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /** Takes the face. */
  public static void main(String[] arguments) throws Exception {
    Answers.give(parties -> new EngineChild(Face.valueOf(arguments[0]), parties));
  }

  @Override
  public Cost answer(String... words) throws Exception {
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    String count = rest[rest.length - 1];
    Stopwatch watch =
        switch (words[0]) {
          case "transfer" ->
              transfer(Transfer.parse(rest), Integer.parseInt(rest[3]), Long.parseLong(count));
          case "handshake" -> shakeHands(Handshake.parse(rest), Integer.parseInt(count));
          default -> throw new IllegalArgumentException("unknown command: " + words[0]);
        };
    return new Cost(watch.cpuNanos(), watch.allocatedBytes());
  }

  private Stopwatch transfer(Transfer what, int write, long bytes) throws Exception {
    var own = new EngineEnd(clientEngine(client, "TLSv1.3", what.suite(), -1));
    var peer = new EngineEnd(serverEngine(peerServer, "TLSv1.3", what.suite()));
    EngineEnd.talk(List.of(own), new Stopwatch(), List.of(peer), new Stopwatch());
    var watch = new Stopwatch();
    if (what.wraps()) {
      own.send(bytes, write, peer, what.direct(), watch, new Stopwatch());
    } else {
      peer.send(bytes, EngineEnd.TURN, own, what.direct(), new Stopwatch(), watch);
    }
    return watch;
  }

  private Stopwatch shakeHands(Handshake what, int count) throws Exception {
    if (what.resumed()) {
      shakeHands(what, Math.min(count, AT_ONCE), false, new Stopwatch());
    }
    var watch = new Stopwatch();
    for (int left = count; left > 0; left -= AT_ONCE) {
      shakeHands(what, Math.min(left, AT_ONCE), true, watch);
    }
    return watch;
  }

  /**
   * Some handshakes, whose engines take turns.
   *
   * @param checks whether they must be as they should; there is nothing to resume at first
   * @param watch the measured side's time
   */
  private void shakeHands(Handshake what, int count, boolean checks, Stopwatch watch)
      throws Exception {
    // No two kinds know each other's sessions.
    int port = 1 + AT_ONCE * Handshake.all().indexOf(what);
    long begin = System.currentTimeMillis();
    var peerWatch = new Stopwatch();
    Stopwatch clientWatch = what.client() ? watch : peerWatch;
    Stopwatch serverWatch = what.client() ? peerWatch : watch;
    clientWatch.start();
    List<SSLEngine> clientEngines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clientEngines.add(clientEngine(clientContext(what), what.version(), what.suite(), port + i));
    }
    clientWatch.stop();
    serverWatch.start();
    List<SSLEngine> serverEngines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      serverEngines.add(
          serverEngine(what.client() ? peerServer : server, what.version(), what.suite()));
    }
    serverWatch.stop();
    EngineEnd.talk(ends(clientEngines), clientWatch, ends(serverEngines), serverWatch);
    for (int i = 0; i < count; i++) {
      SSLSession known = (what.client() ? serverEngines : clientEngines).get(i).getSession();
      // A session that is resumed keeps the time when it was made: SunJSSE's does.
      boolean resumed = known.getCreationTime() < begin;
      if (checks && (resumed != what.resumed() || !known.getCipherSuite().equals(what.suite()))) {
        throw new IllegalStateException(what + ": " + known + ", resumed: " + resumed);
      }
      if (!what.resumed()) {
        clientEngines.get(i).getSession().invalidate();
      }
    }
  }

  private SSLContext clientContext(Handshake what) {
    return !what.client() ? peerClient : what.ownTrust() ? clientOfOwnTrust : client;
  }

  private static List<EngineEnd> ends(List<SSLEngine> engines) {
    return engines.stream().map(EngineEnd::new).toList();
  }

  /**
   * A client's engine.
   *
   * @param port a session is kept for each
   */
  private static SSLEngine clientEngine(SSLContext context, String version, String suite, int port)
      throws SSLException {
    SSLEngine engine = context.createSSLEngine(Parties.HOST, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine, version, suite);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    engine.beginHandshake();
    return engine;
  }

  private static SSLEngine serverEngine(SSLContext context, String version, String suite)
      throws SSLException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters(engine, version, suite));
    engine.beginHandshake();
    return engine;
  }

  private static SSLParameters parameters(SSLEngine engine, String version, String suite) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setCipherSuites(new String[] {suite});
    // A P-256 certificate needs its curve among the groups of TLS 1.2 (RFC 8422 section 5.1).
    parameters.setNamedGroups(
        version.equals("TLSv1.2") ? new String[] {"x25519", "secp256r1"} : new String[] {"x25519"});
    return parameters;
  }

  /** The handshakes whose turns are measured as one. */
  private static final int AT_ONCE = 16;
}
