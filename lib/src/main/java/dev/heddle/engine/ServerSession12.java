package dev.heddle.engine;

import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.handshake.ClientHello;
import dev.heddle.handshake.Octets;
import dev.heddle.resume.Asked;
import dev.heddle.resume.Issued;
import dev.heddle.resume.Resumable;
import dev.heddle.resume.ServerSessions;
import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * A server's session in TLS 1.2: in a ticket (RFC 5077) if the client knows such and there are keys
 * to seal it with, else under its id (RFC 5246 section 7.3). Only one whose secret covers its
 * handshake is ever made or resumed (RFC 7627).
 */
final class ServerSession12 {

  private final Crypto crypto;
  private final EndRules rules;
  private final ServerResumption resumption;
  private final ServerSessions sessions;

  /** The client's ticket, which may be empty; null if it does not know tickets. */
  private byte[] ticket;

  /** Whether a session of this connection could be resumed at all. */
  private boolean possible;

  private Resumable found;
  private TlsSecret secret;
  private boolean kept;

  ServerSession12(
      Crypto crypto, EndRules rules, ServerResumption resumption, ServerSessions sessions) {
    this.crypto = crypto;
    this.rules = rules;
    this.resumption = resumption;
    this.sessions = sessions;
  }

  /** Looks at a hello of TLS 1.2 before bctls does. */
  void hello(ClientHello hello, Asked asked) throws IOException {
    Octets body = hello.extensions().body(ExtensionType.session_ticket);
    ticket = body == null || !sessions.sealsTickets() ? null : body.bytes();
    // The length would be the session's (RFC 6066 section 4); nobody asks for it.
    possible = hello.extensions().body(ExtensionType.max_fragment_length) == null;
    if (possible) {
      // Beside a ticket, the client has made the id up, to see it again (RFC 5077 section 3.4).
      boolean byTicket = ticket != null && ticket.length > 0;
      found =
          byTicket
              ? sessions.find12(ticket, asked)
              : sessions.findId(hello.sessionId().bytes(), asked);
    }
    if (found != null && hello.extensions().body(ExtensionType.extended_master_secret) == null) {
      // RFC 7627 section 5.3.
      rules.fault = new Fault.PeerBrokeRules(Alert.HANDSHAKE_FAILURE, NOT_COVERED);
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
  }

  /** Whether there is a session to resume. */
  boolean isFound() {
    return found != null;
  }

  /**
   * The session to resume, for bctls; null for a full handshake.
   *
   * @param id the client's; where it has none it ignores ours, without which bctls resumes nothing
   */
  TlsSession toResume(byte[] id) {
    if (found == null) {
      return null;
    }
    secret = crypto.createSecret(found.session().values().secret().clone());
    SessionParameters parameters =
        new SessionParameters.Builder()
            .setCipherSuite(found.session().values().cipherSuite().code())
            .setExtendedMasterSecret(true)
            .setMasterSecret(secret)
            .setNegotiatedVersion(ProtocolVersion.TLSv12)
            .build();
    return TlsUtils.importSession(id.length == 0 ? sessions.newId() : id, parameters);
  }

  /** The id of a new session that is going to be kept; null for none. */
  byte[] newId(SecurityParameters parameters) {
    kept = isPossible(parameters) && ticket == null && sessions.keepsIds();
    return kept ? sessions.newId() : null;
  }

  /** Says in the ServerHello of a full handshake that a ticket will follow. */
  void announce(SecurityParameters parameters, Hashtable<Integer, byte[]> extensions) {
    if (ticket != null && isPossible(parameters)) {
      extensions.put(ExtensionType.session_ticket, TlsUtils.EMPTY_BYTES);
    }
  }

  private boolean isPossible(SecurityParameters parameters) {
    return possible && parameters.isExtendedMasterSecret();
  }

  /**
   * bctls resumes the session. Its ServerHello announces a ticket if that of the client is to be
   * renewed.
   */
  void resumed(Hashtable<Integer, byte[]> extensions) {
    resumption.publish(found);
    if (isRenewed()) {
      extensions.put(ExtensionType.session_ticket, TlsUtils.EMPTY_BYTES);
    }
  }

  /** Whether a ticket follows the ServerHello that resumes a session (RFC 5077 section 3.3). */
  boolean isRenewed() {
    return rules.resumed != null && found.place() == Resumable.Place.SEALED_BEFORE;
  }

  /** The ticket that was announced. An empty one where there is none after all (RFC 5077 3.3). */
  NewSessionTicket ticket(SecurityParameters parameters) {
    TlsSecret master = rules.resumed == null ? parameters.getMasterSecret() : secret;
    Issued issued =
        sessions.issue(resumption.values(parameters, copy(master), TlsUtils.EMPTY_BYTES, 0));
    if (issued == null) {
      return new NewSessionTicket(0, TlsUtils.EMPTY_BYTES);
    }
    rules.session = issued.session();
    sessions.tell(issued.session());
    return new NewSessionTicket(issued.seconds(), issued.ticket());
  }

  /** The handshake is about to complete, whereupon bctls clears its secrets. */
  void completing(SecurityParameters parameters) {
    if (kept) {
      byte[] master = copy(parameters.getMasterSecret());
      rules.session =
          sessions.keep(resumption.values(parameters, master, parameters.getSessionID(), 0));
    }
  }

  private byte[] copy(TlsSecret master) {
    return crypto.adoptSecret(master).extract();
  }

  /** Wipes what was resumed, and lets go of it. */
  void forgetKeys() {
    if (secret != null) {
      secret.destroy();
      secret = null;
    }
    if (found != null) {
      found.wipe();
      found = null;
    }
    ticket = null;
  }

  private static final String NOT_COVERED =
      "ClientHello brings a session whose secret covers its handshake, and does not say"
          + " extended_master_secret";
}
