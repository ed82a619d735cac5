package dev.heddle.scripted;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's engine: a third implementation, which shows that the peer speaks TLS. */
final class JdkSubject implements Subject {

  private static final char[] PASSWORD = "password".toCharArray();

  private final SSLEngine engine;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private byte[] unread = {};
  private boolean finished;
  private SSLException failure;

  JdkSubject(Terms terms) {
    SSLContext context = terms.memory().jdk(() -> Crypto.unchecked(() -> context(terms)));
    // A client keeps sessions by the name and the port of the other end.
    engine =
        terms.serverName() == null
            ? context.createSSLEngine()
            : context.createSSLEngine(terms.serverName(), 443);
    engine.setUseClientMode(terms.client());
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(
        Stream.of(TlsVersion.values())
            .filter(v -> v.compareTo(terms.min()) >= 0 && v.compareTo(terms.max()) <= 0)
            .map(v -> v == TlsVersion.TLS_1_3 ? "TLSv1.3" : "TLSv1.2")
            .toArray(String[]::new));
    parameters.setNamedGroups(
        terms.groups().stream().map(NamedGroup::ianaName).toArray(String[]::new));
    parameters.setApplicationProtocols(terms.alpn().toArray(String[]::new));
    if (terms.client() && terms.serverName() != null) {
      parameters.setServerNames(List.of(new SNIHostName(terms.serverName())));
    }
    if (!terms.client() && terms.clientAuth()) {
      parameters.setWantClientAuth(true);
    }
    engine.setSSLParameters(parameters);
  }

  private static SSLContext context(Terms terms) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TestCerts.root().trustStore());
    KeyManager[] keys = null;
    Identity own = terms.identity(terms.client());
    if (own != null) {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(own.keyStore(PASSWORD), PASSWORD);
      keys = factory.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public byte[] start() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      failure = e;
    }
    advance(out);
    return out.toByteArray();
  }

  @Override
  public byte[] take(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    unread = Bytes.concat(unread, bytes);
    advance(out);
    return out.toByteArray();
  }

  /** In turns, as far as the bytes go that are there. */
  private void advance(ByteArrayOutputStream out) {
    try {
      boolean more = true;
      while (more) {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
          engine.getDelegatedTask().run();
        } else if (status == HandshakeStatus.NEED_WRAP) {
          wrap(ByteBuffer.allocate(0), out);
        } else {
          more = unwrap();
        }
      }
    } catch (SSLException e) {
      failure = failure == null ? e : failure;
      lastWords(out);
    }
  }

  private void lastWords(ByteArrayOutputStream out) {
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        wrap(ByteBuffer.allocate(0), out);
      }
    } catch (SSLException e) {
      failure.addSuppressed(e);
    }
  }

  private void wrap(ByteBuffer content, ByteArrayOutputStream out) throws SSLException {
    ByteBuffer packet = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    note(engine.wrap(content, packet));
    out.write(packet.array(), 0, packet.position());
  }

  private boolean unwrap() throws SSLException {
    if (unread.length == 0) {
      return false;
    }
    ByteBuffer source = ByteBuffer.wrap(unread);
    ByteBuffer content = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    SSLEngineResult result = engine.unwrap(source, content);
    note(result);
    data.write(content.array(), 0, content.position());
    unread = Arrays.copyOfRange(unread, source.position(), unread.length);
    return result.bytesConsumed() > 0
        || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
        || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  private void note(SSLEngineResult result) {
    finished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
  }

  @Override
  public byte[] end() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      engine.closeInbound();
    } catch (SSLException e) {
      failure = e;
    }
    return out.toByteArray();
  }

  @Override
  public byte[] write(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer source = ByteBuffer.wrap(content);
    try {
      while (source.hasRemaining()) {
        wrap(source, out);
      }
    } catch (SSLException e) {
      failure = e;
    }
    return out.toByteArray();
  }

  @Override
  public byte[] shutdown() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    engine.closeOutbound();
    advance(out);
    return out.toByteArray();
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public boolean failed() {
    return failure != null;
  }

  @Override
  public String account() {
    return failure == null ? null : failure.toString();
  }

  /** The JDK does not say. */
  @Override
  public Alert reported() {
    return null;
  }

  @Override
  public byte[] data() {
    return data.toByteArray();
  }

  @Override
  public void close() {}
}
