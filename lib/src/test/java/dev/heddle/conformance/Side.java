package dev.heddle.conformance;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.config.Session;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.io.IOException;

/** One end: a context, a connection of it and the transport underneath, each of them optional. */
final class Side {

  private final String prefix;
  private final Place place;
  private final Watch watch;
  private final Alerts alerts = new Alerts();
  private final Data data = new Data();
  private SslContext context;
  private Ssl ssl;
  private Transport transport;
  private Session session;

  Side(String prefix, Place place, Watch watch) {
    this.prefix = prefix;
    this.place = place;
    this.watch = watch;
  }

  /** What the lines of this side begin with. */
  String prefix() {
    return prefix;
  }

  Alerts alerts() {
    return alerts;
  }

  Data data() {
    return data;
  }

  Ssl ssl() {
    if (ssl == null) {
      throw new IllegalStateException("there is no connection: ssl must come first");
    }
    return ssl;
  }

  /** The transport; never null, but perhaps one that can do nothing. */
  Transport transport() {
    return transport == null ? NoTransport.INSTANCE : transport;
  }

  void newContext(Op op) {
    context = Contexts.of(op, place, alerts);
  }

  void newSsl(Op op) throws IOException {
    if (ssl != null) {
      freeSsl();
    }
    ssl = context.newSsl();
    if (op.has("session=1")) {
      ssl.setSession(session);
    }
    op.option("sni").ifPresent(ssl::setTlsextHostName);
    op.option("verifyhost").ifPresent(ssl::set1Host);
  }

  /** Keeps the connection's session for one that follows; whether it can be resumed. */
  boolean saveSession() {
    session = ssl().getSession();
    return session != null && session.isResumable();
  }

  void newTransport(Op op) throws IOException {
    if (transport != null && !transport.isJoined()) {
      closeTransport();
    }
    if (!op.arg(0).equals("none")) {
      transport = Transport.open(op, place, watch);
      attach();
    }
  }

  /** Connects two sides in memory. */
  static void join(Side a, Side b, int sizeA, int sizeB) {
    BioPair pair = BioPair.of(sizeA, sizeB);
    a.joinWith(pair.first());
    b.joinWith(pair.second());
  }

  private void joinWith(Bio half) {
    transport = new JoinedTransport(half);
    attach();
  }

  private void attach() {
    if (ssl != null) {
      ssl.setBio(transport.source(), transport.sink());
    }
  }

  void closeTransport() throws IOException {
    if (transport != null) {
      transport.close();
      transport = null;
    }
  }

  void freeSsl() throws IOException {
    if (ssl != null) {
      ssl.close();
      ssl = null;
    }
    closeTransport();
  }
}
