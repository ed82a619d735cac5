package dev.heddle.engine;

import dev.heddle.config.PeerLimits;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * Counts what a peer sends that brings nothing, and ends the connection when it is too much; bctls
 * has no such limit. The counters belong to the reading half but for {@link #expectAnswer}.
 */
final class FloodGuard {

  private final PeerLimits limits;
  private long handshakeBytes;
  private int idle;
  private int tickets;
  private int changeCipherSpecs;
  private int renegotiations;
  private int warnings;

  /** How many KeyUpdates we have asked the peer for. */
  private final AtomicInteger answersDue = new AtomicInteger();

  FloodGuard(PeerLimits limits) {
    this.limits = limits;
  }

  /** A record has come before the handshake is done. */
  void handshakeRecord(int length) throws TlsFatalAlert {
    handshakeBytes += length;
    if (handshakeBytes > limits.handshakeBytes()) {
      throw tooMuch(limits.handshakeBytes(), "bytes before the handshake is done");
    }
  }

  /** Something has come that is not an alert. */
  void noAlert() {
    warnings = 0;
  }

  /** Data has come. */
  void data() {
    idle = 0;
    tickets = 0;
  }

  /** A message has come that brings no data: a record may hold thousands of them. */
  void idle() throws TlsFatalAlert {
    if (++idle > limits.idleMessages()) {
      throw tooMuch(limits.idleMessages(), "messages in a row without data");
    }
  }

  /** A ticket has come: each is of use, but not ever more of them. */
  void ticket() throws TlsFatalAlert {
    if (++tickets > MOST_TICKETS) {
      throw tooMuch(MOST_TICKETS, "tickets in a row without data");
    }
  }

  /** A change_cipher_spec has come: TLS 1.3 drops them, TLS 1.2 has one. */
  void changeCipherSpec() throws TlsFatalAlert {
    if (++changeCipherSpecs > limits.idleMessages()) {
      throw tooMuch(limits.idleMessages(), "change_cipher_spec records");
    }
  }

  /** A KeyUpdate has come; one that we have asked for is not idle. */
  void keyUpdate() throws TlsFatalAlert {
    if (answersDue.getAndUpdate(due -> Math.max(0, due - 1)) == 0) {
      idle();
    }
  }

  /** We are asking the peer for a KeyUpdate; by either half. */
  void expectAnswer() {
    answersDue.incrementAndGet();
  }

  /** The peer tries to renegotiate: each attempt is answered, and no data in between excuses it. */
  void renegotiation() throws TlsFatalAlert {
    if (++renegotiations > limits.idleMessages()) {
      throw tooMuch(limits.idleMessages(), "attempts to renegotiate");
    }
  }

  /** A warning alert has come. */
  void warning() throws TlsFatalAlert {
    if (++warnings > limits.warningAlerts()) {
      throw tooMuch(limits.warningAlerts(), "warning alerts in a row");
    }
  }

  /** As many as a server of ours can be told to issue. */
  private static final int MOST_TICKETS = 255;

  private static TlsFatalAlert tooMuch(int most, String what) {
    return new TlsFatalAlert(AlertDescription.unexpected_message, "more than " + most + " " + what);
  }
}
