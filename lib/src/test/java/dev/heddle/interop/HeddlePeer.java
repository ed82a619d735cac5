package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.SocketBio;
import dev.heddle.config.Credentials;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.Session;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Fault;
import dev.heddle.ssl.ErrorEntry;
import dev.heddle.ssl.KeyUpdate;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** Ourselves, over a blocking socket. */
final class HeddlePeer extends StreamPeer {

  private final boolean server;
  private final Terms terms;
  private final Sessions sessions;
  private Ssl ssl;
  private Tap tap;

  private HeddlePeer(int port, Terms terms) throws IOException {
    super(port);
    this.server = port == 0;
    this.terms = terms;
    this.sessions = sessions(terms.tickets);
    begin();
  }

  /** With sealed tickets, which leave at once where they can, or a cache alone. */
  static Sessions sessions(boolean tickets) {
    Sessions all = Sessions.create().withTicketsAtOnce(true);
    return tickets ? all : all.withTicketKeys(null);
  }

  private void begin() {
    ssl = SslContext.from(config(terms, !server, sessions)).build().newSsl();
  }

  static HeddlePeer client(Terms terms, int port) throws IOException {
    return new HeddlePeer(port, terms);
  }

  static HeddlePeer server(Terms terms) throws IOException {
    return new HeddlePeer(0, terms);
  }

  static TlsConfig config(Terms terms, boolean client) {
    return config(terms, client, Sessions.create());
  }

  private static TlsConfig config(Terms terms, boolean client, Sessions sessions) {
    TlsConfig.Builder config =
        TlsConfig.builder()
            .sessions(sessions)
            .minVersion(terms.min)
            .maxVersion(terms.max)
            .trust(Trust.of(List.of(terms.trusted.certificate())))
            .alpnProtocols(terms.alpn);
    if (terms.identity != null) {
      config.credentials(Credentials.of(terms.identity.key(), terms.identity.chain()));
    }
    if (!terms.suites.isEmpty()) {
      config.cipherSuites(terms.suites);
    }
    if (!terms.groups.isEmpty()) {
      config.groups(terms.groups);
    }
    if (terms.alpnFatal != null) {
      config.alpnMismatchFatal(terms.alpnFatal);
    }
    if (client) {
      config.hostName(terms.host);
    }
    switch (terms.clientAuth) {
      case NONE -> {}
      case ASKED -> config.verifyMode(VerifyMode.PEER);
      case REQUIRED -> config.verifyMode(VerifyMode.REQUIRE);
    }
    return terms.ours.apply(config).build();
  }

  @Override
  Agreed shakeHands(Socket connected) throws Exception {
    tap = new Tap(SocketBio.of(connected));
    ssl.setBio(tap, tap);
    ssl.errors().clearError();
    require(server ? ssl.accept() : ssl.connect());
    return new Agreed(
        ssl.getVersion(),
        ssl.getCurrentCipher().ianaName(),
        ssl.getAlpnSelected(),
        server ? ssl.getServername() : null,
        commonName(ssl.getPeerCertificate()),
        ssl.sessionReused());
  }

  /** The group, which only we tell for every peer. */
  NamedGroup group() {
    return ssl.getNegotiatedGroup();
  }

  /** Whether a HelloRetryRequest was sent or received. */
  boolean sawHelloRetry() {
    return tap.sawHelloRetry();
  }

  /** As if it had been shut down: else its session would be given up for that reason alone. */
  void passForShutDown() {
    ssl.setShutdown(Ssl.SENT_SHUTDOWN | Ssl.RECEIVED_SHUTDOWN);
  }

  /** The session of the connection. */
  Session session() {
    return ssl.getSession();
  }

  @Override
  public void next() throws Exception {
    ssl.close();
    super.next();
    begin();
  }

  @Override
  int read(byte[] buf) throws Refusal {
    ssl.errors().clearError();
    int n = ssl.read(buf);
    return ssl.getError(n) == SslError.ZERO_RETURN ? -1 : require(n);
  }

  @Override
  void write(byte[] data) throws Refusal {
    ssl.errors().clearError();
    assertEquals(data.length, require(ssl.write(data)));
  }

  @Override
  public void sendClose() throws Refusal {
    ssl.errors().clearError();
    if (ssl.shutdown() < 0) {
      require(-1);
    }
  }

  @Override
  public void keyUpdate(boolean request) throws Refusal {
    ssl.errors().clearError();
    require(ssl.keyUpdate(request ? KeyUpdate.REQUESTED : KeyUpdate.NOT_REQUESTED));
    require(ssl.doHandshake());
  }

  @Override
  public void renegotiate() {
    throw new UnsupportedOperationException("we never renegotiate");
  }

  private int require(int result) throws Refusal {
    if (result > 0) {
      return result;
    }
    SslError error = ssl.getError(result);
    ErrorEntry entry = ssl.errors().getError();
    if (entry == null) {
      throw new AssertionError("got " + result + ", " + error + ", and no reason");
    }
    Fault fault = entry.report().fault();
    boolean theirs = fault instanceof Fault.PeerAlert;
    throw new Refusal(
        entry.toString(),
        theirs ? entry.alert() : null,
        theirs ? null : entry.alert(),
        ssl.getVerifyResult().code(),
        entry.cause());
  }

  @Override
  public void close() throws IOException {
    ssl.close();
    super.close();
  }
}
