package dev.heddle.interop;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's own TLS. Its SSLSocket lies on a socket of ours, so that a stream can be cut off. */
final class JdkPeer extends StreamPeer {

  private static final Pattern RECEIVED = Pattern.compile("Received fatal alert: (\\w+)");
  private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";
  private static final char[] PASSWORD = "heddle".toCharArray();

  private final Terms terms;
  private final boolean server;
  private final SSLContext context;
  private final Set<Long> births = new HashSet<>();
  private SSLSocket ssl;

  private JdkPeer(int port, Terms terms) throws Exception {
    super(port);
    this.server = port == 0;
    this.terms = terms;
    this.context = context(terms);
  }

  static JdkPeer client(Terms terms, int port) throws Exception {
    return new JdkPeer(port, terms);
  }

  /** Whether it seals tickets is a property that a context reads when it is made. */
  static JdkPeer server(Terms terms) throws Exception {
    if (terms.tickets) {
      return new JdkPeer(0, terms);
    }
    System.setProperty(TICKETS, "false");
    try {
      return new JdkPeer(0, terms);
    } finally {
      System.clearProperty(TICKETS);
    }
  }

  /** Those of our groups that this JDK has. */
  static List<NamedGroup> groups() {
    try {
      Set<String> known =
          Set.of(SSLContext.getDefault().getSupportedSSLParameters().getNamedGroups());
      return Stream.of(NamedGroup.values()).filter(g -> known.contains(g.ianaName())).toList();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Those of our suites that this JDK has enabled. */
  static List<CipherSuite> suites() {
    try {
      Set<String> known =
          Set.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
      return Stream.of(CipherSuite.values()).filter(s -> known.contains(s.ianaName())).toList();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Terms terms) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore own = terms.identity == null ? null : terms.identity.keyStore(PASSWORD);
    keys.init(own, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(terms.trusted.trustStore());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private SSLParameters parameters(SSLParameters p) {
    p.setProtocols(
        Arrays.stream(TlsVersion.values())
            .filter(v -> v.compareTo(terms.min) >= 0 && v.compareTo(terms.max) <= 0)
            .map(TlsVersion::openSslName)
            .toArray(String[]::new));
    if (!terms.suites.isEmpty()) {
      p.setCipherSuites(terms.suites.stream().map(CipherSuite::ianaName).toArray(String[]::new));
    }
    if (!terms.groups.isEmpty()) {
      p.setNamedGroups(terms.groups.stream().map(NamedGroup::ianaName).toArray(String[]::new));
    }
    p.setApplicationProtocols(terms.alpn.toArray(String[]::new));
    if (server) {
      switch (terms.clientAuth) {
        case NONE -> {}
        case ASKED -> p.setWantClientAuth(true);
        case REQUIRED -> p.setNeedClientAuth(true);
      }
    } else {
      p.setEndpointIdentificationAlgorithm("HTTPS");
      p.setServerNames(List.of(new SNIHostName(terms.host)));
    }
    return p;
  }

  @Override
  Agreed shakeHands(Socket connected) throws Exception {
    var factory = context.getSocketFactory();
    ssl =
        (SSLSocket)
            (server
                ? factory.createSocket(connected, (InputStream) null, true)
                : factory.createSocket(connected, terms.host, connected.getPort(), true));
    ssl.setSSLParameters(parameters(ssl.getSSLParameters()));
    try {
      ssl.startHandshake();
    } catch (IOException e) {
      throw refused(e);
    }
    ExtendedSSLSession session = (ExtendedSSLSession) ssl.getSession();
    String alpn = ssl.getApplicationProtocol();
    return new Agreed(
        session.getProtocol(),
        session.getCipherSuite(),
        alpn.isEmpty() ? null : alpn,
        server ? serverName(session) : null,
        peer(session),
        !births.add(session.getCreationTime())); // that of the full handshake, in milliseconds
  }

  private static String serverName(ExtendedSSLSession session) {
    return session.getRequestedServerNames().stream()
        .map(name -> ((SNIHostName) name).getAsciiName())
        .findFirst()
        .orElse(null);
  }

  private static String peer(ExtendedSSLSession session) {
    try {
      return commonName((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) { // it has shown none
      return null;
    }
  }

  @Override
  int read(byte[] buf) throws Exception {
    try {
      return ssl.getInputStream().read(buf);
    } catch (SSLException | EOFException e) {
      throw refused(e);
    }
  }

  @Override
  void write(byte[] data) throws Exception {
    ssl.getOutputStream().write(data);
  }

  @Override
  public void sendClose() throws IOException {
    ssl.shutdownOutput();
  }

  /** The JDK's always ask for the peer's. */
  @Override
  public void keyUpdate(boolean request) throws IOException {
    ssl.startHandshake();
  }

  @Override
  public void renegotiate() throws Exception {
    try {
      ssl.startHandshake();
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private static Refusal refused(IOException e) throws IOException {
    if (e instanceof java.net.SocketTimeoutException) {
      throw e;
    }
    String message = String.valueOf(e.getMessage());
    Matcher matcher = RECEIVED.matcher(message);
    Alert received =
        matcher.find() ? Alert.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)) : null;
    return new Refusal(e.toString(), received, null, -1, e);
  }
}
