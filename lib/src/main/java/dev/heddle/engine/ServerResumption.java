package dev.heddle.engine;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.SessionValues;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.handshake.ClientHello;
import dev.heddle.resume.Asked;
import dev.heddle.resume.Expiry;
import dev.heddle.resume.Resumable;
import dev.heddle.resume.ServerSessions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * How a server resumes sessions and hands out new ones; what is special to a version is for {@link
 * PskChoice} and {@link ServerTickets13}, and for {@link ServerSession12}.
 */
final class ServerResumption {

  private final EndRules rules;
  private final ServerSessions sessions;
  private final PskChoice psks;
  private final ServerTickets13 tickets13;
  private final ServerSession12 session12;
  private byte[] hiddenId;

  ServerResumption(Crypto crypto, EndRules rules) {
    this.rules = rules;
    this.sessions = new ServerSessions(rules.config, crypto.getSecureRandom(), rules.attachment);
    this.psks = new PskChoice(crypto, sessions);
    this.tickets13 = new ServerTickets13(crypto, rules, this, sessions);
    this.session12 = new ServerSession12(crypto, rules, this, sessions);
    rules.whenFailed = sessions::forget;
  }

  PskChoice psks() {
    return psks;
  }

  ServerSession12 session12() {
    return session12;
  }

  /** Looks at a hello before bctls does; answers whether a session of TLS 1.3 is resumed. */
  boolean hello(ClientHello hello, TlsVersion version) throws IOException {
    Asked asked = asked(hello, version);
    boolean tls13 = version == TlsVersion.TLS_1_3;
    if (!tls13) {
      session12.hello(hello, asked);
    }
    tickets13.hello(tls13 && hello.offersPskDheKe());
    boolean resumes = tls13 ? psks.isIn(hello, asked) : session12.isFound();
    if (!resumes && sessions.mustResume()) {
      throw nothingToResume();
    }
    return tls13 && resumes;
  }

  private static Asked asked(ClientHello hello, TlsVersion version) throws IOException {
    List<CipherSuite> suites = new ArrayList<>();
    for (int code : hello.cipherSuites()) {
      CipherSuite known = CipherSuite.of(code);
      if (known != null) {
        suites.add(known);
      }
    }
    return new Asked(version, hello.serverName(), suites);
  }

  /** bctls has selected the session of TLS 1.3, whose binder is good. */
  void pskSelected() {
    publish(psks.chosen());
  }

  /** The handshake is an abbreviated one. */
  void publish(Resumable found) {
    rules.resumes(found.toKeep());
    rules.verdict = found.verdict();
  }

  private TlsFatalAlert nothingToResume() {
    rules.fault =
        new Fault.PeerIncompatible(
            Alert.HANDSHAKE_FAILURE,
            "the client brings no session that can be resumed, and a new one is not to be made");
    return new TlsFatalAlert(AlertDescription.handshake_failure);
  }

  /** The handshake is about to complete, whereupon bctls clears its secrets. */
  void completing(TlsContext context) throws IOException {
    if (rules.resumed == null && sessions.mustResume()) {
      throw nothingToResume();
    }
    if (rules.tls13) {
      tickets13.completing(context);
    } else {
      session12.completing(context.getSecurityParametersHandshake());
    }
    psks.forget();
    session12.forgetKeys();
  }

  /**
   * Our Finished of TLS 1.3 has been put out, and all that can follow is that of the client: the
   * tickets to send along.
   */
  List<NewSessionTicket> finished(TlsContext context) throws IOException {
    tickets13.finished(context);
    return tickets13.issue(context.getSecurityParametersHandshake());
  }

  /** The handshake of TLS 1.3 is complete: the tickets to send if none were before. */
  List<NewSessionTicket> completed(TlsContext context) throws IOException {
    List<NewSessionTicket> messages = tickets13.issue(context.getSecurityParametersConnection());
    tickets13.tell();
    return messages;
  }

  /**
   * A session as it is now.
   *
   * @param secret is not copied
   * @param id empty in TLS 1.3, and where there is a ticket: it gets one that clients do not see
   */
  SessionValues values(SecurityParameters parameters, byte[] secret, byte[] id, long ageAdd) {
    SessionValues earlier = rules.resumed == null ? null : rules.resumed.values();
    Instant now = rules.config.clock().instant();
    Instant authenticated = earlier == null ? now : earlier.authenticatedAt();
    Instant expiry = Expiry.of(rules.config, authenticated, rules.peerChain);
    ProtocolName alpn = parameters.getApplicationProtocol();
    return new SessionValues(
        TlsVersion.of(parameters.getNegotiatedVersion().getFullVersion()),
        CipherSuite.of(parameters.getCipherSuite()),
        secret,
        id.length == 0 ? hiddenId(earlier) : id,
        new byte[0],
        ageAdd,
        true,
        authenticated,
        now,
        earlier == null ? expiry : Expiry.earlier(expiry, earlier.expiresAt()),
        rules.serverName,
        alpn == null ? null : Wire.text(alpn),
        rules.peerChain,
        rules.verdict.result().code(),
        rules.config.verifyMode(false) != VerifyMode.NONE,
        earlier == null ? endPointHash() : earlier.endPointHash(),
        sessions.settings());
  }

  /** The same for all tickets that come of one full handshake. */
  private byte[] hiddenId(SessionValues earlier) {
    if (hiddenId == null) {
      hiddenId = earlier == null ? sessions.newId() : earlier.sessionId();
    }
    return hiddenId;
  }

  private byte[] endPointHash() {
    try {
      return EndPointHash.of(rules.ownChain.getFirst());
    } catch (UnsupportedOperationException e) {
      // Its signature has no hash to take: neither this connection nor a later one has the binding.
      return new byte[0];
    }
  }

  /** Wipes the keys of what was resumed. */
  void forgetKeys() {
    psks.forget();
    session12.forgetKeys();
    tickets13.forgetKeys();
  }
}
