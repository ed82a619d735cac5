package dev.heddle.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's own TLS. */
final class SunJsse implements Library {

  private static final char[] PASSWORD = "heddle".toCharArray();

  private final Parties parties;
  private final boolean resumes;
  private final SSLContext context;
  private final Map<Integer, Library> forThreads = new ConcurrentHashMap<>();

  SunJsse(Parties parties, boolean resumes) throws GeneralSecurityException {
    this.parties = parties;
    this.resumes = resumes;
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(parties.server().keyStore(PASSWORD), PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(parties.root().trustStore());
    context = SSLContext.getInstance("TLSv1.3", "SunJSSE");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    if (resumes) {
      return;
    }
    // A ticket lives a week at most (RFC 8446 section 4.6.1); the JDK's server sends none if its
    // sessions live longer, so there is nothing to resume.
    context.getServerSessionContext().setSessionTimeout((int) TimeUnit.DAYS.toSeconds(8));
  }

  @Override
  public Library forThread(int number) {
    return resumes ? forThreads.computeIfAbsent(number, any -> another()) : this;
  }

  private Library another() {
    try {
      return new SunJsse(parties, true);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what could be made once can be made again", e);
    }
  }

  @Override
  public Connection connect(Socket socket) throws IOException {
    return shakeHands(socket, true);
  }

  @Override
  public Connection accept(Socket socket) throws IOException {
    return shakeHands(socket, false);
  }

  private Connection shakeHands(Socket socket, boolean client) throws IOException {
    String host = client ? Parties.HOST : null;
    var ssl =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    ssl.setUseClientMode(client);
    SSLParameters parameters = ssl.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
    parameters.setNamedGroups(new String[] {"x25519"});
    if (client) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    ssl.setSSLParameters(parameters);
    long now = System.currentTimeMillis();
    ssl.startHandshake();
    // A session that is resumed keeps the time when it was made.
    boolean resumed = ssl.getSession().getCreationTime() < now;
    return new Open(ssl, resumed, ssl.getInputStream(), ssl.getOutputStream());
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
}
