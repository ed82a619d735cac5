package dev.heddle.engine;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.Session;
import dev.heddle.config.SessionValues;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.handshake.NewSessionTicket;
import dev.heddle.handshake.ServerSays;
import dev.heddle.resume.ClientSessions;
import dev.heddle.resume.Expiry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskKeyExchangeMode;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;

/**
 * A client's resumption in bctls' terms: offers a session, and makes new ones of what the server
 * sends. bctls can resume a session id of TLS 1.2; a ticket of TLS 1.2 passes for one, and one of
 * TLS 1.3 for an external key.
 *
 * <p>Belongs to the reading half.
 */
final class ClientResumption {

  private final Crypto crypto;
  private final EndRules rules;
  private final ServerSays says;
  private final ClientSessions sessions;
  private Session offered;

  /** The newest sessions of this connection. */
  private final List<Session> made = new ArrayList<>(0);

  private ResumptionPsk psk;

  ClientResumption(Crypto crypto, EndRules rules, ServerSays says, ClientSessions sessions) {
    this.crypto = crypto;
    this.rules = rules;
    this.says = says;
    this.sessions = sessions;
    rules.whenFailed = this::failed;
  }

  /** The handshake begins. */
  void begin() throws IOException {
    offered = sessions.toOffer();
    if (offered == null && sessions.mustResume()) {
      rules.fault = new Fault.Misuse("no session to resume", "and a new one is not to be made");
      throw new TlsFatalAlert(AlertDescription.internal_error);
    }
    if (sessions.areWanted() && rules.config.versions().contains(TlsVersion.TLS_1_3)) {
      rules.transcript = new Transcript();
    }
  }

  // The offer

  /** The suite of the session that the hello offers; null for none. */
  CipherSuite offeredSuite() {
    return offered == null ? null : offered.values().cipherSuite();
  }

  private boolean offers(TlsVersion version) {
    return offered != null && offered.version() == version;
  }

  /** For bctls: a ticket of TLS 1.3 as an external key; null for none. */
  Vector<BasicTlsPSKExternal> externalPsks() {
    if (!offers(TlsVersion.TLS_1_3)) {
      return null;
    }
    SessionValues values = offered.values();
    psk = new ResumptionPsk(crypto, values.secret());
    Vector<BasicTlsPSKExternal> one = new Vector<>();
    one.add(new BasicTlsPSKExternal(values.ticket(), psk, prf(values.cipherSuite())));
    return one;
  }

  private static int prf(CipherSuite suite) {
    return suite.hashLength() == 48
        ? PRFAlgorithm.tls13_hkdf_sha384
        : PRFAlgorithm.tls13_hkdf_sha256;
  }

  /** For bctls: a session of TLS 1.2; null for none. A ticket gets an id to be recognised by. */
  TlsSession session12() {
    if (!offers(TlsVersion.TLS_1_2)) {
      return null;
    }
    SessionValues values = offered.values();
    byte[] id = values.sessionId();
    if (values.ticket().length > 0) {
      // RFC 5077 section 3.4: the server that accepts the ticket says so by this id.
      id = new byte[32];
      crypto.getSecureRandom().nextBytes(id);
    }
    SessionParameters parameters =
        new SessionParameters.Builder()
            .setCipherSuite(values.cipherSuite().code())
            .setExtendedMasterSecret(true)
            .setMasterSecret(crypto.createSecret(values.secret().clone()))
            .setNegotiatedVersion(ProtocolVersion.TLSv12)
            .build();
    return TlsUtils.importSession(id, parameters);
  }

  /** What the hello says about sessions beside the offer itself. */
  void addExtensions(Hashtable<Integer, byte[]> extensions) throws IOException {
    if (!sessions.areWanted() && offered == null) {
      return;
    }
    if (rules.config.versions().contains(TlsVersion.TLS_1_3)) {
      // RFC 8446 section 4.2.9: without it, no server issues tickets.
      TlsExtensionsUtils.addPSKKeyExchangeModesExtension(
          extensions, new short[] {PskKeyExchangeMode.psk_dhe_ke});
    }
    if (rules.config.versions().contains(TlsVersion.TLS_1_2)) {
      byte[] ticket = offers(TlsVersion.TLS_1_2) ? offered.values().ticket() : new byte[0];
      extensions.put(ExtensionType.session_ticket, ticket);
    }
  }

  /**
   * A hello is about to leave: puts in the age of the ticket, for which bctls has a zero
   * (TlsUtils.java:6046).
   */
  void setAge(Hashtable<Integer, byte[]> extensions) {
    byte[] body = extensions.get(ExtensionType.pre_shared_key);
    if (body == null) {
      return;
    }
    SessionValues values = offered.values();
    long age = Duration.between(values.createdAt(), now()).toMillis() + values.ticketAgeAdd();
    int at = 2 + 2 + values.ticket().length;
    for (int i = 0; i < 4; i++) {
      body[at + i] = (byte) (age >> 24 - 8 * i);
    }
  }

  /**
   * The server has chosen a suite before it asks for another hello.
   *
   * @return whether what is offered can still be; otherwise nothing is offered any more
   */
  boolean survives(CipherSuite suite) {
    if (!offers(TlsVersion.TLS_1_3) || suite.sharesTickets(offered.values().cipherSuite())) {
      return true;
    }
    wipe();
    offered = null;
    return false;
  }

  // The answer

  /** The server's hello has been taken in. */
  void helloTaken() throws IOException {
    if (sessions.mustResume() && !says.awaitsSecondHello() && !says.resumes()) {
      rules.fault = NOT_RESUMED;
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    if (says.awaitsSecondHello()) {
      if (rules.transcript != null) {
        rules.transcript.retried();
      }
    } else if (!says.tls13()) {
      rules.transcript = null;
    }
  }

  /** The handshake is about to complete: the server has proven that it knows the session. */
  void completing(TlsContext context) throws IOException {
    if (says.resumes()) {
      rules.resumes(offered);
    }
    if (rules.transcript != null) {
      rules.resumptionSecret = new ResumptionSecret(context, rules.transcript);
      rules.transcript = null;
    }
    if (!says.tls13() && sessions.areWanted()) {
      Session fresh = session12(context.getSecurityParametersHandshake());
      if (fresh != null) {
        rules.session = fresh;
      }
    }
  }

  /** The handshake is complete. */
  void completed() {
    wipe();
    if (!says.tls13() && rules.session != rules.resumed) {
      made.add(rules.session);
      sessions.replace(rules.resumed, rules.session);
    }
  }

  /**
   * What a handshake of TLS 1.2 gives to be resumed; null for nothing new. The extension that a CBC
   * suite needs to be safe is negotiated anew by each handshake (RFC 7366), and bctls takes that of
   * the session (TlsClientProtocol.java:1424): such sessions are not made.
   */
  private Session session12(SecurityParameters parameters) {
    CipherSuite suite = CipherSuite.of(parameters.getCipherSuite());
    NewSessionTicket ticket = says.ticket();
    boolean hasTicket = ticket != null && ticket.ticket().length > 0;
    byte[] id = hasTicket ? new byte[0] : parameters.getSessionID();
    if (!parameters.isExtendedMasterSecret()
        || !suite.aead()
        || (rules.resumed != null && !hasTicket)
        || (!hasTicket && id.length == 0)
        || (hasTicket && ticket.ticket().length > MOST_TICKET)) {
      return null;
    }
    return session(
        suite,
        crypto.adoptSecret(parameters.getMasterSecret()).extract(),
        id,
        hasTicket ? ticket : NO_TICKET,
        parameters);
  }

  /** A ticket of TLS 1.3 has come. */
  void ticketCame(CipherSuite suite, SecurityParameters parameters) throws IOException {
    NewSessionTicket ticket = says.ticket();
    ResumptionSecret secret = rules.resumptionSecret;
    if (secret == null || ticket.lifetime() == 0 || ticket.ticket().length > MOST_TICKET) {
      return;
    }
    byte[] key = secret.presharedKey(ticket.nonce());
    if (key != null) {
      Session fresh = session(suite, key, new byte[0], ticket, parameters);
      rules.session = fresh;
      sessions.keep(fresh);
      if (made.size() == MOST_REMEMBERED) {
        made.removeFirst();
      }
      made.add(fresh);
    }
  }

  private Session session(
      CipherSuite suite,
      byte[] secret,
      byte[] id,
      NewSessionTicket ticket,
      SecurityParameters parameters) {
    Instant now = now();
    Instant authenticatedAt =
        rules.resumed == null ? now : rules.resumed.values().authenticatedAt();
    Instant expiry = Expiry.of(rules.config, authenticatedAt, rules.peerChain);
    if (ticket.lifetime() > 0) {
      expiry = Expiry.earlier(expiry, now.plusSeconds(ticket.lifetime()));
    }
    Session fresh =
        Session.of(
            new SessionValues(
                suite.version(),
                suite,
                secret,
                id,
                ticket.ticket(),
                ticket.ageAdd(),
                true,
                authenticatedAt,
                now,
                expiry,
                rules.config.serverName().orElse(null),
                Wire.text(parameters.getApplicationProtocol()),
                rules.peerChain,
                rules.verdict.result().code(),
                false,
                new byte[0],
                sessions.settings()));
    if (rules.resumed != null) {
      fresh.attach(rules.resumed.attachment());
    }
    return fresh;
  }

  private Instant now() {
    return rules.config.clock().instant();
  }

  /**
   * After a fatal alert the connection's sessions are not resumed: RFC 5246 section 7.2.2, and RFC
   * 8446 section 6.2 for tickets.
   */
  private void failed() {
    wipe();
    if (offered != null) {
      made.add(offered);
    }
    made.forEach(Session::invalidate);
    made.forEach(sessions::forget);
  }

  /** Wipes the key that was offered. */
  void wipe() {
    if (psk != null) {
      psk.wipe();
    }
  }

  private static final Fault NOT_RESUMED =
      new Fault.PeerIncompatible(
          Alert.HANDSHAKE_FAILURE,
          "the server does not resume the session, and a new one is not to be made");

  private static final NewSessionTicket NO_TICKET =
      new NewSessionTicket(0, 0, new byte[0], new byte[0]);

  /**
   * A server has no need to send more at once, and each takes memory while the connection lasts.
   */
  private static final int MOST_REMEMBERED = 64;

  /** A longer one would be sent back in each hello, and kept; in bytes. */
  private static final int MOST_TICKET = 1 << 14;
}
