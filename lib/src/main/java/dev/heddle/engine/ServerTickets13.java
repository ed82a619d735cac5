package dev.heddle.engine;

import dev.heddle.config.Session;
import dev.heddle.config.TlsVersion;
import dev.heddle.resume.Issued;
import dev.heddle.resume.ServerSessions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;

/**
 * The tickets that a server of TLS 1.3 issues (RFC 8446 section 4.6.1), once: with its own
 * Finished, or after that of the client.
 */
final class ServerTickets13 {

  private final Crypto crypto;
  private final EndRules rules;
  private final ServerResumption resumption;
  private final ServerSessions sessions;

  /** Null where no ticket is issued. */
  private ResumptionSecret secret;

  /** What has been issued, and nobody been told of. */
  private final List<Session> untold = new ArrayList<>(0);

  ServerTickets13(
      Crypto crypto, EndRules rules, ServerResumption resumption, ServerSessions sessions) {
    this.crypto = crypto;
    this.rules = rules;
    this.resumption = resumption;
    this.sessions = sessions;
    boolean may =
        rules.config.versions().contains(TlsVersion.TLS_1_3) && sessions.tickets(false) > 0;
    rules.transcript = may ? new Transcript() : null;
  }

  /**
   * A hello has come.
   *
   * @param useful whether a ticket would be of use to the client: it speaks TLS 1.3 and resumes
   *     with a fresh key exchange, which is the only way we know (RFC 8446 section 4.2.9)
   */
  void hello(boolean useful) {
    if (!useful) {
      rules.transcript = null;
    }
  }

  /** Our Finished has been put out, and all that can follow is that of the client. */
  void finished(TlsContext context) throws IOException {
    if (rules.transcript != null && areSoon()) {
      secret = ResumptionSecret.foreseen(context, rules.transcript);
      rules.transcript = null;
    }
  }

  /** Many, or one with certificates in it, would be too much work and room for a mere hello. */
  private boolean areSoon() {
    return sessions.ticketsAtOnce() && number() <= MOST_AT_ONCE && rules.peerChain.isEmpty();
  }

  private int number() {
    return sessions.tickets(rules.resumed != null);
  }

  /** The handshake is about to complete, whereupon bctls clears its secrets. */
  void completing(TlsContext context) throws IOException {
    if (rules.transcript != null) {
      secret = new ResumptionSecret(context, rules.transcript);
      rules.transcript = null;
    }
  }

  /** The messages to send; none if they have been issued before. */
  List<NewSessionTicket> issue(SecurityParameters parameters) throws IOException {
    if (secret == null) {
      return List.of();
    }
    try {
      List<NewSessionTicket> messages = new ArrayList<>();
      int number = number();
      for (int i = 0; i < number; i++) {
        byte[] nonce = {(byte) i};
        long ageAdd = crypto.getSecureRandom().nextInt() & 0xffffffffL;
        byte[] key = secret.presharedKey(nonce);
        Issued issued =
            key == null
                ? null
                : sessions.issue(resumption.values(parameters, key, TlsUtils.EMPTY_BYTES, ageAdd));
        if (issued != null) {
          untold.add(issued.session());
          messages.add(new Message(issued, ageAdd, nonce));
        }
      }
      return messages;
    } finally {
      forgetKeys();
    }
  }

  /** The handshake is complete: tells the program what has been issued. */
  void tell() {
    for (Session each : untold) {
      rules.session = each;
      sessions.tell(each);
    }
    untold.clear();
  }

  /** Wipes what the keys of tickets are made from. */
  void forgetKeys() {
    if (secret != null) {
      secret.wipe();
      secret = null;
    }
  }

  /** bctls knows the layout of TLS 1.2 only. */
  private static final class Message extends NewSessionTicket {
    private final long ageAdd;
    private final byte[] nonce;

    Message(Issued issued, long ageAdd, byte[] nonce) {
      super(issued.seconds(), issued.ticket());
      this.ageAdd = ageAdd;
      this.nonce = nonce;
    }

    /** Without extensions: there is no early data to allow. */
    @Override
    public void encode(OutputStream output) throws IOException {
      TlsUtils.writeUint32(ticketLifetimeHint, output);
      TlsUtils.writeUint32(ageAdd, output);
      TlsUtils.writeOpaque8(nonce, output);
      TlsUtils.writeOpaque16(ticket, output);
      TlsUtils.writeUint16(0, output);
    }
  }

  private static final int MOST_AT_ONCE = 4;
}
