package dev.heddle.engine;

import dev.heddle.chain.ChainVerdict;
import dev.heddle.config.Credentials;
import dev.heddle.config.MessageCallback;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.Session;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.handshake.BrokenRuleException;
import dev.heddle.handshake.MessageRules;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * What both ends do differently from bctls, in one place: {@link ClientEnd} and {@link ServerEnd}
 * are its two sets of overrides.
 *
 * <ul>
 *   <li>Every record leaves under the write lock (bctls' own lock covers only application data:
 *       TlsProtocol.java:1011, RecordStream.java:294).
 *   <li>Plaintext is handed on where it lies in the record, past bctls' queue
 *       (TlsProtocol.java:568), which never shrinks.
 *   <li>close_notify closes one direction (bctls answers and closes both: TlsProtocol.java:259) and
 *       during the handshake it is not an error of negotiation (TlsProtocol.java:263).
 *   <li>Records are held to {@link RecordRules}, which count what brings nothing; bctls has no
 *       limit.
 *   <li>A KeyUpdate is taken in under the write lock too: bctls notes that it owes an answer in a
 *       field that the writer changes (TlsProtocol.java:1751, :1883).
 *   <li>Each handshake message is held to the rules of {@link dev.heddle.handshake} first.
 *   <li>A handshake message can be held back until a callback is ready.
 * </ul>
 *
 * <p>Not safe for use by several threads: the fields belong to the reading half.
 */
final class EndRules {

  final TlsConfig config;
  final boolean client;
  private final Lock writeLock;
  private final KeyLogLines keyLog;

  /** What the program knows this connection by; null for nothing. */
  final Object attachment;

  /** Null if nobody wants to see the messages. */
  final MessageTap tap;

  final AlertListener alerts;

  /** Judges each record before anything else does. */
  final RecordRules records;

  /** Judges each message before anything else does. */
  private final MessageRules messageRules;

  boolean handshakeDone;
  boolean peerClosed;

  /** Says more than the exception that follows it; set just before that is thrown. */
  Fault fault;

  byte[] plain;
  int plainOff;
  int plainLength;

  /** Set by {@link ClientEnd}: asks the callback once the request is known. */
  CertificateChoice certificateChoice;

  short suspendedType;
  HandshakeMessageInput suspended;
  Step suspension;

  short lastMessage = -1;
  boolean tls13;

  /**
   * A HelloRetryRequest has passed, and the second hello, or the answer to it, is still to come.
   */
  boolean helloRetried;

  NamedGroup group;
  String serverName;
  SignatureScheme peerSignatureScheme;

  /** What we have signed with; null if we did not sign. */
  SignatureScheme ownSignatureScheme;

  /** What is to be done about sessions when the connection fails. */
  Runnable whenFailed = () -> {};

  /** Null where nobody will want the secret that covers it. */
  Transcript transcript;

  // Facts that any thread may ask for.

  /** A client's; null before the handshake is done, in TLS 1.2, and if no tickets are wanted. */
  volatile ResumptionSecret resumptionSecret;

  /** What this connection has resumed; null if its handshake is a full one. */
  volatile Session resumed;

  /** What resuming this connection takes: changes with each ticket. Null if there is nothing. */
  volatile Session session;

  volatile List<X509Certificate> peerChain = List.of();
  volatile Inside inside;
  private volatile boolean secretsForgotten;
  volatile ChainVerdict verdict = ChainVerdict.NONE;
  volatile byte[] staple;

  /** A client: whether the server has asked for a certificate, and we have answered. */
  boolean certificateAsked;

  /** A client: why no certificate of ours could be shown; null if one was, or there is none. */
  String noneFits;

  /** A server's; null for a client. */
  HelloCallbacks helloCallbacks;

  /** A server: what the callback has chosen; null for the configured ones. */
  Credentials serverCredentials;

  /** The certificates we have shown the peer, leaf first; empty while there are none. */
  List<X509Certificate> ownChain = List.of();

  /** Set just before the protocol closes itself; read by the writing half. */
  volatile Fault failing;

  EndRules(
      TlsConfig config,
      MessageRules messageRules,
      boolean client,
      Object attachment,
      Lock writeLock,
      AlertListener alerts) {
    this.config = config;
    this.messageRules = messageRules;
    this.records = new RecordRules(config.peerLimits());
    this.client = client;
    this.attachment = attachment;
    this.writeLock = writeLock;
    this.alerts = alerts;
    this.keyLog = config.keyLog().map(KeyLogLines::new).orElse(null);
    this.tap = config.messageCallback().map(to -> new MessageTap(to, this)).orElse(null);
  }

  /** bctls may have made secrets since this was last called. */
  void secretsMade(TlsContext context) throws IOException {
    if (keyLog != null) {
      keyLog.observe(context.getSecurityParametersHandshake());
    }
  }

  /** The handshake is about to complete, whereupon bctls clears its secrets. */
  void completing(TlsContext context) throws IOException {
    secretsMade(context);
    inside = new Inside(context, resumed, client ? peerChain : ownChain);
    if (secretsForgotten) {
      forgetSecrets();
    }
  }

  /**
   * The handshake is an abbreviated one: what the full one found out about the peer still holds.
   */
  void resumes(Session earlier) {
    resumed = earlier;
    session = earlier;
    peerChain = earlier.values().peerChain();
    verdict = ChainVerdict.resumed(earlier.values().verifyResult());
  }

  /** The handshake is complete. */
  void completed(TlsContext context) {
    lockWrite();
    try {
      ConnectionKeys.handshakeDone(context);
    } finally {
      unlockWrite();
    }
    handshakeDone = true;
    if (!client && tls13) {
      records.onlyKeyUpdatesFollow();
    }
  }

  /** The connection is closed; it may be about to complete its handshake. Any thread. */
  void forgetSecrets() {
    secretsForgotten = true;
    if (inside != null) {
      inside.wipe();
    }
    if (resumptionSecret != null) {
      resumptionSecret.wipe();
    }
  }

  void lockWrite() {
    writeLock.lock();
  }

  void unlockWrite() {
    writeLock.unlock();
  }

  /** A record has been put out, if the output has its header. */
  void sent(short contentType, byte[] plain, int off, int length, RecordOutput output) {
    if (contentType == ContentType.handshake && transcript != null && !handshakeDone) {
      transcript.add(plain, off, length);
    }
    if (tap != null) {
      tap.sent(contentType, plain, off, length, output.header());
    }
  }

  /** Judges what is in a record and takes application data off bctls' hands; answers whether. */
  boolean takes(short contentType, byte[] buf, int off, int length) throws IOException {
    if (tap != null) {
      tap.opened(contentType);
    }
    records.content(contentType, buf, off, length, tls13);
    if (contentType == ContentType.application_data && handshakeDone) {
      if (length == 0) {
        records.flood.idle();
      } else {
        plain = buf;
        plainOff = off;
        plainLength = length;
        records.flood.data();
      }
      return true;
    }
    return false;
  }

  /** Notes the fault that is about to close the protocol, for the other half to report. */
  void failing(Fault reason) {
    if (failing == null) {
      failing = reason;
    }
  }

  /** The level to go by for an alert, or {@link #HANDLED}. */
  short alertReceived(short level, short description) throws IOException {
    alerts.alert(false, level, description);
    if (tap != null) {
      tap.received(MessageCallback.ALERT, new byte[] {(byte) level, (byte) description});
    }
    boolean warning = level == AlertLevel.warning;
    if (!tls13 && !warning && level != AlertLevel.fatal) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter, "alert level " + level);
    }
    // RFC 8446 section 6.2: apart from these two, every alert is fatal whatever its level says.
    boolean closure =
        description == AlertDescription.close_notify
            || description == AlertDescription.user_canceled;
    if (tls13 ? !closure : !warning) {
      fault = PeerAlerts.fault(this, description & 0xff);
      failing(fault);
      return AlertLevel.fatal;
    }
    if (description == AlertDescription.close_notify) {
      peerClosed = true;
      return HANDLED;
    }
    records.flood.warning();
    if (description == AlertDescription.no_renegotiation) {
      // We never ask to renegotiate: whatever the peer refuses, it speaks of another connection.
      fault = new Fault.PeerBrokeRules(Alert.HANDSHAKE_FAILURE, NOT_ASKED);
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    // RFC 5246 section 7.2.2 leaves other warnings to the receiver.
    return HANDLED;
  }

  /** Notes what passes by and holds a message back while a callback is not ready. */
  boolean holdsBack(short type, HandshakeMessageInput message, boolean answersCertificateRequest)
      throws IOException {
    if (message != suspended) {
      if (tap != null) {
        tap.received(MessageCallback.HANDSHAKE, MessageBytes.of(message).whole());
      }
      judge(type, message);
      if (transcript != null && !handshakeDone && type != HandshakeType.hello_request) {
        // RFC 5246 section 7.4.1.1 keeps a HelloRequest out: anybody could have put it in.
        MessageBytes.of(message).addTo(transcript);
      }
      if (suspended != null) {
        // The rules let nothing follow but a HelloRequest in the same record, which brings nothing.
        records.flood.idle();
        return true;
      }
    }
    if (type == HandshakeType.client_hello && helloCallbacks != null && !handshakeDone) {
      Step missing = helloCallbacks.missing();
      if (missing != null) {
        return holdBack(type, message, missing);
      }
    } else if (answersCertificateRequest && isCertificateToChoose()) {
      if (!certificateChoice.made()) {
        return holdBack(type, message, Step.CERTIFICATE_CALLBACK);
      }
    }
    if (type == HandshakeType.key_update) {
      records.flood.keyUpdate();
    } else if (handshakeDone && type == HandshakeType.new_session_ticket) {
      records.flood.ticket();
    } else if (handshakeDone || type == HandshakeType.hello_request) {
      records.flood.idle();
    }
    suspended = null;
    suspension = null;
    lastMessage = type;
    note(type, message);
    return false;
  }

  /**
   * Holds a message to its rules, which come before bctls'. What a TLS 1.2 peer says to begin
   * another handshake is refused unread (RFC 5746 section 4.5).
   */
  private void judge(short type, HandshakeMessageInput message) throws IOException {
    if (handshakeDone && !tls13) {
      return;
    }
    try {
      messageRules.check(type, MessageBytes.of(message).body());
      if (type == HandshakeType.server_hello && messageRules.tls13()) {
        records.serverHelloChangesKeys();
      }
    } catch (BrokenRuleException e) {
      if (e.alert() == Alert.HANDSHAKE_FAILURE) {
        // Which otherwise says that the two ends have nothing in common.
        fault = new Fault.PeerBrokeRules(e.alert(), e.getMessage());
      } else if (e.alert() == Alert.PROTOCOL_VERSION) {
        fault = new Fault.PeerIncompatible(e.alert(), e.getMessage());
      }
      throw MessageBytes.alert(e);
    }
  }

  /** The callback is for a client that has no certificate set (SSL_CTX_set_client_cert_cb(3)). */
  private boolean isCertificateToChoose() {
    return config.clientCertificateCallback().isPresent() && config.credentials().isEmpty();
  }

  private boolean holdBack(short type, HandshakeMessageInput message, Step reason) {
    suspendedType = type;
    suspended = message;
    suspension = reason;
    return true;
  }

  /** Asks the client certificate callback. */
  @FunctionalInterface
  interface CertificateChoice {
    /** False: call again later. */
    boolean made() throws IOException;
  }

  private void note(short type, HandshakeMessageInput message) {
    switch (type) {
      case HandshakeType.certificate_verify ->
          noteScheme(MessageBytes.of(message).whole(), MESSAGE_HEADER);
      case HandshakeType.server_key_exchange -> noteKeyExchange(MessageBytes.of(message).whole());
      default -> {}
    }
  }

  /**
   * RFC 8422 section 5.4: curve_type, named_curve, length of the point, point, then the signature.
   */
  private void noteKeyExchange(byte[] raw) {
    if (raw.length < MESSAGE_HEADER + 4 || raw[MESSAGE_HEADER] != NAMED_CURVE) {
      return;
    }
    group = NamedGroup.of(uint16(raw, MESSAGE_HEADER + 1));
    noteScheme(raw, MESSAGE_HEADER + 4 + (raw[MESSAGE_HEADER + 3] & 0xff));
  }

  private void noteScheme(byte[] raw, int off) {
    if (raw.length >= off + 2) {
      peerSignatureScheme = SignatureScheme.of(uint16(raw, off));
    }
  }

  private static int uint16(byte[] b, int off) {
    return (b[off] & 0xff) << 8 | b[off + 1] & 0xff;
  }

  /** What {@link #alertReceived} answers when there is nothing left to do. */
  static final short HANDLED = -1;

  private static final String NOT_ASKED = "it refused a renegotiation that nobody has asked for";

  private static final int MESSAGE_HEADER = 4;
  private static final byte NAMED_CURVE = 3;
}
