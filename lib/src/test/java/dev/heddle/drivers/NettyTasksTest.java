package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.PinGuard;
import dev.heddle.support.TestCerts.Identity;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may block runs in delegated tasks, so that Netty's event loops go on meanwhile. */
@ExtendWith(PinGuard.class)
class NettyTasksTest extends NettyTests {

  private final Queue<String> threads = new ConcurrentLinkedQueue<>();

  /** What a manager does before it answers. */
  private Runnable question;

  /** Has every event loop do something else; a manager that is asked in one of them finds out. */
  private void waitForTheLoops() {
    threads.add(Thread.currentThread().getName());
    CountDownLatch done = new CountDownLatch(2);
    EventLoopGroup loops = loops();
    for (EventExecutor each : loops) {
      each.execute(done::countDown);
    }
    try {
      assertTrue(done.await(10, TimeUnit.SECONDS), "an event loop waits for a manager");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks the JDK's, and the engine what it knows of the handshake. */
  private final class SlowTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;

    SlowTrust() throws Exception {
      trust = (X509ExtendedTrustManager) Face.trust(Pki.root())[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      question.run();
      assertNotNull(engine.getHandshakeSession());
      trust.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      question.run();
      assertEquals("localhost", engine.getHandshakeSession().getPeerHost());
      trust.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new AssertionError("there is no socket");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new AssertionError("there is no socket");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new AssertionError("asked without the engine");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new AssertionError("asked without the engine");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }

  /** Likewise. */
  private final class SlowKeys extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;

    SlowKeys(Identity own) throws Exception {
      keys = (X509ExtendedKeyManager) Face.keys(own)[0];
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      question.run();
      return keys.chooseEngineClientAlias(types, issuers, engine);
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      question.run();
      return keys.chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return keys.getPrivateKey(alias);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return keys.getClientAliases(type, issuers);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return keys.getServerAliases(type, issuers);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      throw new AssertionError("there is no socket");
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      throw new AssertionError("there is no socket");
    }
  }

  private SSLContext context(Face face, Identity own) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", face.provider());
    context.init(new KeyManager[] {new SlowKeys(own)}, new TrustManager[] {new SlowTrust()}, null);
    return context;
  }

  /** With its tasks in the pool, or each in a virtual thread of its own. */
  private NettyEnd apart(SSLEngine engine, boolean virtually) {
    Executor tasks = virtually ? task -> Thread.ofVirtual().name(POOL).start(task) : pool();
    return new NettyEnd(new SslHandler(engine, tasks));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void managersAreAskedBesideTheLoops(Face client, Face server, String version) throws Exception {
    for (boolean virtually : new boolean[] {false, true}) {
      shakeHands(client, server, version, virtually);
    }
  }

  private void shakeHands(Face client, Face server, String version, boolean virtually)
      throws Exception {
    threads.clear();
    question = this::waitForTheLoops;
    SSLContext servers = context(server, Pki.server(Scenario.CLIENT_CERTIFICATE));
    Listener listener =
        listen(
            () -> {
              SSLEngine engine = server(servers, version);
              engine.setNeedClientAuth(true);
              return apart(engine, virtually);
            });
    SSLContext clients = context(client, Pki.client(Scenario.CLIENT_CERTIFICATE));
    NettyEnd connected = connect(listener.port(), apart(client(clients, version), virtually));
    connected.shakeHands().talk(listener.accept().shakeHands());
    assertTrue(threads.size() >= 4, () -> "asked in " + threads);
    assertTrue(threads.stream().allMatch(each -> each.startsWith(POOL)), threads::toString);
  }

  /**
   * The task ends after the connection has, which is told of at once; the JDK's engine would keep
   * the event loop waiting for the task.
   */
  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void peerThatGoesAwayDuringATask(String version) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    question =
        () -> {
          asked.countDown();
          try {
            mayAnswer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      Listener listener = listen(servers(Face.SUNJSSE), version);
      SSLContext clients = context(Face.tested(), Pki.client(Scenario.CLIENT_CERTIFICATE));
      NettyEnd connected = connect(listener.port(), apart(client(clients, version), true));
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      listener.accept().channel().close();
      assertInstanceOf(ClosedChannelException.class, connected.refused());
      connected.awaitInactive();
    } finally {
      mayAnswer.countDown();
    }
  }
}
