package dev.heddle.bench;

import dev.heddle.bench.Race.Task;
import dev.heddle.engine.Crypto;
import dev.heddle.engine.Loopback;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCrypto;

/**
 * Full handshakes in memory against a SunJSSE server, of which the client's side is counted. Every
 * client has its chain checked by the same JDK trust manager.
 */
final class Handshakes {

  private static final char[] PASSWORD = "heddle".toCharArray();

  private final String protocol;
  private final Loopback.Terms terms;
  private final X509TrustManager trust;
  private final SSLContext server;
  private final SSLContext client;
  private final String[] sunGroups;

  /** The groups are those of the bctls client; the other names are SunJSSE's for the same. */
  Handshakes(KeyType key, Loopback.Terms terms, String... sunGroups) throws Exception {
    this.terms = terms;
    this.sunGroups = sunGroups;
    this.protocol = terms.version() == ProtocolVersion.TLSv13 ? "TLSv1.3" : "TLSv1.2";
    var trustFactory = TrustManagerFactory.getInstance("PKIX");
    trustFactory.init(TestCerts.root().trustStore());
    this.trust = (X509TrustManager) trustFactory.getTrustManagers()[0];
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(TestCerts.localhost(key).keyStore(PASSWORD), PASSWORD);
    this.server = SSLContext.getInstance("TLS");
    server.init(keys.getKeyManagers(), null, null);
    // Never resumes: the session cache is found by host and port, which no engine here is given.
    this.client = SSLContext.getInstance("TLS");
    client.init(null, trustFactory.getTrustManagers(), null);
  }

  /** A bctls client over the given crypto; null if it cannot. */
  Task bctls(TlsCrypto crypto) {
    Task task =
        (watch, tries) -> {
          for (int i = 0; i < tries; i++) {
            bctls(crypto, watch);
          }
        };
    try {
      task.run(new Stopwatch(), 1);
      return task;
    } catch (Exception e) {
      return null;
    }
  }

  /** SunJSSE's own client. */
  Task sunJsse() {
    return (watch, tries) -> {
      for (int i = 0; i < tries; i++) {
        sunJsse(watch);
      }
    };
  }

  private void bctls(TlsCrypto crypto, Stopwatch watch) throws IOException {
    var end = new Peer(engine(server, false));
    watch.start();
    var protocol = new TlsClientProtocol();
    protocol.connect(
        new Loopback.Client(crypto, terms, null) {
          @Override
          protected void verify(Certificate chain) throws IOException {
            try {
              trust.checkServerTrusted(
                  Crypto.x509Chain(chain).toArray(X509Certificate[]::new), "UNKNOWN");
            } catch (CertificateException e) {
              throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
            }
          }
        });
    while (true) {
      byte[] out = new byte[protocol.getAvailableOutputBytes()];
      protocol.readOutput(out, 0, out.length);
      boolean done = protocol.isConnected();
      watch.stop();
      byte[] in = end.exchange(out);
      if (done) {
        end.requireDone();
        return;
      }
      watch.start();
      protocol.offerInput(in);
    }
  }

  private void sunJsse(Stopwatch watch) throws SSLException {
    var end = new Peer(engine(server, false));
    watch.start();
    var ours = new Peer(engine(client, true));
    byte[] out = ours.exchange(new byte[0]);
    watch.stop();
    while (true) {
      byte[] in = end.exchange(out);
      if (ours.isDone()) {
        end.requireDone();
        return;
      }
      watch.start();
      out = ours.exchange(in);
      watch.stop();
    }
  }

  private SSLEngine engine(SSLContext context, boolean isClient) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(isClient);
    engine.setEnabledProtocols(new String[] {protocol});
    if (sunGroups.length > 0) {
      var parameters = engine.getSSLParameters();
      parameters.setNamedGroups(sunGroups);
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  /** An SSLEngine that is fed flights and gives flights back. */
  private static final class Peer {
    private final SSLEngine engine;
    private final ByteBuffer out;
    private final ByteBuffer plain;

    Peer(SSLEngine engine) throws SSLException {
      this.engine = engine;
      this.out = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
      this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
      engine.beginHandshake();
    }

    boolean isDone() {
      return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }

    void requireDone() {
      if (!isDone()) {
        throw new IllegalStateException("peer is at " + engine.getHandshakeStatus());
      }
    }

    byte[] exchange(byte[] flight) throws SSLException {
      ByteBuffer in = ByteBuffer.wrap(flight);
      out.clear();
      while (true) {
        switch (engine.getHandshakeStatus()) {
          case NEED_TASK -> engine.getDelegatedTask().run();
          case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
          default -> {
            if (!in.hasRemaining()) {
              return flight();
            }
            engine.unwrap(in, plain);
          }
        }
      }
    }

    private byte[] flight() {
      byte[] bytes = new byte[out.flip().remaining()];
      out.get(bytes);
      return bytes;
    }
  }
}
