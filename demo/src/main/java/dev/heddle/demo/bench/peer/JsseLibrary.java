package dev.heddle.demo.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A provider of {@code javax.net.ssl}, such as the JDK's own. */
final class JsseLibrary implements Library {

  private static final char[] PASSWORD = "heddle".toCharArray();

  private final Jsse jsse;
  private final Settings settings;
  private final SSLContext context;
  private final WatchedTrust trust;
  private final FreshChains fresh;
  private final Map<Integer, Library> forThreads = new ConcurrentHashMap<>();
  private final AtomicInteger lastKey = new AtomicInteger();

  /** Over a provider. */
  JsseLibrary(Jsse jsse, Settings settings) throws IOException, GeneralSecurityException {
    this.jsse = jsse;
    this.settings = settings;
    this.context = jsse.context();
    if (settings.isClient()) {
      fresh = null;
      TrustManagerFactory factory = jsse.trust();
      factory.init(PemFiles.trustStore(settings.file("ca")));
      trust = new WatchedTrust(factory.getTrustManagers());
      context.init(null, new TrustManager[] {trust}, null);
    } else {
      trust = null;
      fresh = settings.isFresh() ? new FreshChains(settings) : null;
      context.init(fresh == null ? keys() : new KeyManager[] {new FreshKeys(fresh)}, null, null);
    }
    if (settings.resumes()) {
      return;
    }
    // A ticket lives a week at most (RFC 8446 section 4.6.1); the JDK's server sends none if its
    // sessions live longer, so there is nothing to resume.
    context.getServerSessionContext().setSessionTimeout((int) TimeUnit.DAYS.toSeconds(8));
    context.getClientSessionContext().setSessionCacheSize(1);
  }

  private KeyManager[] keys() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = jsse.keys();
    keys.init(PemFiles.keyStore(settings.file("chain"), settings.file("key"), PASSWORD), PASSWORD);
    return keys.getKeyManagers();
  }

  @Override
  public String version() {
    return jsse.version();
  }

  @Override
  public Library forThread(int number) {
    return settings.resumes() ? forThreads.computeIfAbsent(number, any -> another()) : this;
  }

  private Library another() {
    try {
      return new JsseLibrary(jsse, settings);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("what could be made once can be made again", e);
    }
  }

  @Override
  public Optional<FreshChains> fresh() {
    return Optional.ofNullable(fresh);
  }

  @Override
  public Connection connect(Socket socket, String host) throws IOException {
    return shakeHands(socket, host);
  }

  @Override
  public Connection accept(Socket socket) throws IOException {
    return shakeHands(socket, null);
  }

  private Connection shakeHands(Socket socket, String host) throws IOException {
    var ssl =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host, sessionKey(socket), true);
    ssl.setUseClientMode(settings.isClient());
    SSLParameters parameters = ssl.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    jsse.choose(
        parameters, settings.text("suite"), settings.isHybrid() ? "X25519MLKEM768" : "x25519");
    if (settings.isClient()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    } else if (settings.resumes()) {
      jsse.sendTickets(ssl);
    }
    ssl.setSSLParameters(parameters);
    ssl.startHandshake();
    settings.checkAgreed(ssl.getSession());
    boolean resumed = settings.isClient() && !trust.wasAsked();
    return new Open(ssl, resumed, ssl.getInputStream(), ssl.getOutputStream());
  }

  /** The port that a client looks for a session under: where it is not to find one, another. */
  private int sessionKey(Socket socket) {
    return settings.resumes()
        ? socket.getPort()
        : lastKey.updateAndGet(last -> last % MOST_PORTS + 1);
  }

  private record Open(SSLSocket ssl, boolean isResumed, InputStream in, OutputStream out)
      implements Connection {

    @Override
    public int read(byte[] target) throws IOException {
      return in.read(target);
    }

    @Override
    public void write(byte[] data) throws IOException {
      out.write(data);
    }

    @Override
    public void close() throws IOException {
      ssl.close();
    }
  }

  private static final int MOST_PORTS = 65_535;
}
