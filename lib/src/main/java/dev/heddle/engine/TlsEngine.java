package dev.heddle.engine;

import dev.heddle.chain.ChainVerdict;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.PeerLimits;
import dev.heddle.config.Session;
import dev.heddle.config.StapleStatus;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.config.VerifyResult;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.handshake.ClientSays;
import dev.heddle.handshake.Limits;
import dev.heddle.handshake.ServerSays;
import dev.heddle.resume.ClientSessions;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsECCUtils;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * One TLS connection without I/O: whole records in, whole records out. It knows no socket, timer or
 * thread and creates no lock.
 *
 * <p>Whoever drives it keeps to this:
 *
 * <ul>
 *   <li>{@link #start}, {@link #recordLength}, {@link #feed}, {@link #resume} and what they report
 *       belong to the reading half, one thread at a time.
 *   <li>{@link #write}, {@link #keyUpdate} and {@link #closeNotify} are called holding the write
 *       lock that was handed in. The reading half takes that lock by itself when it must put a
 *       record out (an alert, a handshake message).
 *   <li>Nothing here blocks, except callbacks of the configuration, which run in the reading half.
 * </ul>
 */
public final class TlsEngine {

  private final TlsConfig config;
  private final boolean client;
  private final EndRules rules;
  private final End end;
  private final RecordRoom places;

  /** A server's; null for a client. */
  private final EarlyData earlyData;

  private Fault fault;
  private boolean anyRecord;
  private int mostPlaintext;
  private boolean doneReported;
  private volatile HandshakeFacts facts;

  /**
   * An engine for a client.
   *
   * @param config what to offer and accept; never changed
   * @param peer whom this connection is to, as the key of what can be resumed; null if that is not
   *     known, and no session of the cache is looked for
   * @param attachment what callbacks are told to know the connection by; null for nothing
   * @param writeLock the lock of the writing half
   * @param sink takes what there is to send
   * @param alerts told of every alert
   */
  public static TlsEngine client(
      TlsConfig config,
      String peer,
      Object attachment,
      Lock writeLock,
      RecordSink sink,
      AlertListener alerts) {
    return new TlsEngine(config, peer, attachment, Crypto.shared(), true, writeLock, sink, alerts);
  }

  /** An engine for a server; parameters as for {@link #client}. */
  public static TlsEngine server(
      TlsConfig config, Object attachment, Lock writeLock, RecordSink sink, AlertListener alerts) {
    return new TlsEngine(config, null, attachment, Crypto.shared(), false, writeLock, sink, alerts);
  }

  /** Over a crypto that need not be the shared one: fixed randomness makes all output the same. */
  TlsEngine(
      TlsConfig config,
      String peer,
      Object attachment,
      Crypto crypto,
      boolean client,
      Lock writeLock,
      RecordSink sink,
      AlertListener alerts) {
    Objects.requireNonNull(sink, "sink");
    this.config = Objects.requireNonNull(config, "config");
    this.client = client;
    this.places = new RecordRoom(sink);
    PeerLimits most = config.peerLimits();
    Limits limits = new Limits(most.extensions(), most.chainLength());
    if (client) {
      ServerSays says = new ServerSays(limits);
      this.rules = new EndRules(config, says, true, attachment, writeLock, alerts);
      ClientResumption resumption =
          new ClientResumption(crypto, rules, says, new ClientSessions(config, peer, attachment));
      this.end =
          new ClientEnd(
              rules, says, new ClientAnswers(crypto, rules, resumption), resumption, places);
      this.earlyData = null;
    } else {
      ClientSays says = new ClientSays(limits, Wire.versionCodes(config));
      this.rules = new EndRules(config, says, false, attachment, writeLock, alerts);
      rules.helloCallbacks = new HelloCallbacks(rules, says);
      this.end = new ServerEnd(rules, says, new ServerAnswers(crypto, rules, says), places);
      this.earlyData = new EarlyData(says);
    }
  }

  /**
   * Begins the handshake: a client's hello is in the output afterwards, or the engine has failed.
   */
  public Step start() {
    Fault misuse = misuse();
    if (misuse != null) {
      return failed(misuse);
    }
    try {
      end.begin();
      return Step.MORE;
    } catch (IOException | RuntimeException e) {
      return failed(Faults.of(e, rules.fault, "starting the handshake"));
    }
  }

  private Fault misuse() {
    if (client
        && config.verifyMode(true) != VerifyMode.NONE
        && config.hostName().isEmpty()
        && !config.insecureNoHostName()) {
      return new Fault.Misuse(
          "no host name to verify",
          "set the host name the server's certificate must be for, or say insecureNoHostName()");
    }
    return null;
  }

  /**
   * Reads a record's header.
   *
   * @param header begins with its five bytes
   * @return how many bytes follow, or -1: the engine has failed
   */
  public int recordLength(byte[] header) {
    if (fault != null) {
      return -1;
    }
    if (!anyRecord && !RecordHeader.looksLikeTls(header)) {
      failed(RecordHeader.notTls(header));
      return -1;
    }
    anyRecord = true;
    try {
      rules.records.header(header[0], RecordHeader.bodyLength(header), rules.handshakeDone);
    } catch (TlsFatalAlert e) {
      abort(Faults.of(e, null, "reading a record header"), e.getAlertDescription());
      return -1;
    }
    if (!client && earlyData.isUnread(header[0], RecordHeader.bodyLength(header))) {
      return RecordHeader.bodyLength(header);
    }
    try {
      // Judges type and length with the limits of the moment, and queues the alert.
      mostPlaintext = end.protocol().previewInputRecord(header).getContentLimit();
      return RecordHeader.bodyLength(header);
    } catch (IOException | RuntimeException e) {
      failed(Faults.of(e, rules.fault, "reading a record header"));
      return -1;
    }
  }

  /**
   * How much application data the record may hold whose header was read last, in bytes: none before
   * the handshake is done.
   */
  public int mostPlaintext() {
    return mostPlaintext;
  }

  /**
   * Takes one whole record, header included. It is decrypted in place: the array belongs to the
   * engine until the next call, while {@link #plain()} points into it, and while a callback is
   * awaited.
   */
  public Step feed(byte[] record, int off, int length) {
    return feed(record, off, length, null, 0, 0);
  }

  /**
   * The same, but what the record says may be put elsewhere, which takes about half as long for one
   * of {@link #LONG_RECORD} and more: the JDK has no fast way of AES-GCM in place. That is done if
   * there is room for all that is encrypted, which is 21 bytes shorter than the record or more, and
   * one byte longer than its data or more: the type follows, and padding (RFC 8446 section 5.4). Of
   * a record that does not open nothing is left there.
   *
   * @param target another array than that of the record; belongs to the engine as that does. Null
   *     for none
   * @param room how many bytes from the offset on may be written to
   */
  public Step feed(byte[] record, int off, int length, byte[] target, int targetOff, int room) {
    if (fault != null) {
      return Step.FAILED;
    }
    rules.plain = null;
    if (rules.tap != null) {
      rules.tap.arrived(record, off, length);
    }
    if (isEarlyChangeCipherSpec(record, off, length)) {
      return Step.MORE;
    }
    try {
      if (!client && earlyData.passesOver(record, off, length, end.context())) {
        return Step.MORE;
      }
      places.offer(target, targetOff, room);
      end.protocol().offerInput(record, off, length);
      return afterInput();
    } catch (IOException | RuntimeException e) {
      return failed(Faults.of(e, rules.fault, "processing a record, " + awaiting() + " awaited"));
    } finally {
      places.offer(null, 0, 0);
    }
  }

  /**
   * A client of TLS 1.3 drops a change_cipher_spec from the moment its hello has been sent (RFC
   * 8446 section 5); bctls does from the ServerHello on.
   */
  private boolean isEarlyChangeCipherSpec(byte[] record, int off, int length) {
    return client
        && rules.lastMessage < 0
        && config.versions().contains(TlsVersion.TLS_1_3)
        && record[off] == CHANGE_CIPHER_SPEC
        && length == RecordHeader.LENGTH + 1
        && record[off + RecordHeader.LENGTH] == 1;
  }

  /** Asks the callback again that held a message back; without one, {@link Step#MORE}. */
  public Step resume() {
    if (fault != null) {
      return Step.FAILED;
    }
    if (rules.suspended == null) {
      return Step.MORE;
    }
    try {
      end.resume();
      return afterInput();
    } catch (IOException | RuntimeException e) {
      return failed(Faults.of(e, rules.fault, "going on after a callback"));
    }
  }

  private Step afterInput() {
    if (rules.plain != null) {
      return Step.PLAINTEXT;
    }
    if (rules.suspended != null) {
      return rules.suspension;
    }
    if (rules.peerClosed) {
      return Step.PEER_CLOSED;
    }
    if (rules.handshakeDone && !doneReported) {
      facts = collectFacts();
      doneReported = true;
      return Step.HANDSHAKE_DONE;
    }
    return Step.MORE;
  }

  private Step failed(Fault reason) {
    boolean first = fault == null;
    fault = reason;
    if (first) {
      forgetSessions();
    }
    return Step.FAILED;
  }

  private void forgetSessions() {
    try {
      rules.whenFailed.run();
    } catch (RuntimeException e) {
      // The cache threw. The connection is being given up; the reason for that is what the caller
      // hears of, and no session of it is resumable any more.
      rules.whenFailed = () -> {};
    }
  }

  /** The array the plaintext of the last record lies in; valid after {@link Step#PLAINTEXT}. */
  public byte[] plain() {
    return rules.plain;
  }

  /** Where in {@link #plain()} it begins. */
  public int plainOffset() {
    return rules.plainOff;
  }

  /** How many bytes it has, at least 1. */
  public int plainLength() {
    return rules.plainLength;
  }

  /** The record of the last plaintext is no longer the engine's: forgets where it lies. */
  public void forgetPlain() {
    rules.plain = null;
  }

  /** Whether a message waits for a callback. */
  public boolean isSuspended() {
    return rules.suspended != null;
  }

  /**
   * Encrypts application data into the output. Under the write lock.
   *
   * @param length 1 to {@link #MAX_PLAINTEXT} bytes
   * @return null, or why not
   */
  public Fault write(byte[] data, int off, int length) {
    try {
      end.protocol().writeApplicationData(data, off, length);
      return null;
    } catch (IOException | RuntimeException e) {
      return Faults.of(e, rules.failing, "writing");
    }
  }

  /**
   * How much output {@link #write} makes of so much application data at most, in bytes: a record,
   * and before it the KeyUpdate that the peer has asked for. Under the write lock, once the
   * handshake is done.
   *
   * @param length 1 to {@link #MAX_PLAINTEXT} bytes
   */
  public int roomFor(int length) {
    return recordLengthOf(length) + (rules.tls13 ? recordLengthOf(KEY_UPDATE) : 0);
  }

  private int recordLengthOf(int length) {
    return RecordHeader.LENGTH + ConnectionKeys.longestRecord(end.context(), length);
  }

  /** Puts our close_notify into the output. Under the write lock. Answers null, or why not. */
  public Fault closeNotify() {
    try {
      end.sendCloseNotify();
      return null;
    } catch (IOException | RuntimeException e) {
      return Faults.of(e, rules.failing, "sending close_notify");
    }
  }

  /**
   * Puts a KeyUpdate into the output and changes the sending key; TLS 1.3 only. Under the write
   * lock.
   *
   * @param request whether the peer is asked to do the same
   * @return null, or why not
   */
  public Fault keyUpdate(boolean request) {
    try {
      end.sendKeyUpdate(request);
      return null;
    } catch (IOException | RuntimeException e) {
      return Faults.of(e, rules.failing, "sending a KeyUpdate");
    }
  }

  /** Fails the connection with an alert of the driver's choice, for example internal_error. */
  public void abort(Fault reason, int alert) {
    failed(reason);
    rules.failing(reason);
    try {
      end.fail((short) alert, reason.toString());
    } catch (IOException | RuntimeException e) {
      // The connection is being given up; the reason for that is what the caller hears of. bctls
      // cannot even raise an alert before it has begun.
      failed(reason);
    }
  }

  /** Shows the configuration's message callback what has passed. Not under the write lock. */
  public void tellMessages() {
    if (rules.tap != null) {
      rules.tap.tell();
    }
  }

  /** Why the engine has failed; null while it has not. */
  public Fault fault() {
    return fault;
  }

  /** Whether the handshake is complete, but for output still to be sent. */
  public boolean isHandshakeDone() {
    return doneReported;
  }

  /**
   * Whether what there is to send when the handshake is done can only be tickets: a server of TLS
   * 1.3 has sent all else before it has heard the client's Finished, and if they left at once there
   * is nothing.
   */
  public boolean owesTicketsAlone() {
    return !client && doneReported && rules.tls13;
  }

  /** What the handshake agreed on; null until it is done. */
  public HandshakeFacts facts() {
    return facts;
  }

  /**
   * What resuming this connection takes: in TLS 1.3 there is something from the first ticket on,
   * and something new with each. Null if there is nothing. For any thread.
   */
  public Session session() {
    return isUnproven() ? null : rules.session;
  }

  /**
   * Whether a session is being resumed, whose peer has not yet shown that it knows the secret: what
   * is known of that peer is nothing to be told.
   */
  private boolean isUnproven() {
    return rules.resumed != null && facts == null;
  }

  private ChainVerdict verdict() {
    return isUnproven() ? ChainVerdict.NONE : rules.verdict;
  }

  /** The inside of the connection; null until the handshake is done. */
  public Inside inside() {
    return facts == null ? null : rules.inside;
  }

  /** Wipes what is kept for {@link #inside}; it cannot export any more. For any thread. */
  public void forgetSecrets() {
    rules.forgetSecrets();
  }

  /**
   * Wipes all keys but what is kept for {@link #inside}. The connection is over: neither half may
   * be using the engine, now or later, but for what it tells.
   */
  public void forgetKeys() {
    end.forgetKeys();
  }

  /** What the check of the peer's certificate said, also when verification is off. */
  public VerifyResult verifyResult() {
    return verdict().result();
  }

  /** The server's OCSP staple as it came, not to be changed; null if there is none. */
  public byte[] staple() {
    return rules.staple;
  }

  /** What the check of the server's OCSP staple said. */
  public StapleStatus stapleStatus() {
    return rules.verdict.staple();
  }

  /** The path that was judged, leaf first; empty before there was one. */
  public List<X509Certificate> verifiedChain() {
    return verdict().path();
  }

  /** The peer's certificates once they are accepted, leaf first; empty before. */
  public List<X509Certificate> peerChain() {
    return isUnproven() ? List.of() : rules.peerChain;
  }

  /**
   * Whether all that the handshake still waits for is a Finished that is in a record of its own,
   * and brings neither a certificate to judge nor a key to sign with.
   */
  public boolean awaitsFinishedAlone() {
    return !rules.handshakeDone
        && !(client && rules.tls13)
        && Progress.awaiting(client, rules).equals("Finished");
  }

  /** How far the handshake has come. */
  public Phase phase() {
    return Progress.phase(client, rules);
  }

  /** The message that is waited for, for example {@code ServerHello}; null after the handshake. */
  public String awaiting() {
    return rules.handshakeDone ? null : Progress.awaiting(client, rules);
  }

  private HandshakeFacts collectFacts() {
    SecurityParameters p = end.context().getSecurityParametersConnection();
    return new HandshakeFacts(
        TlsVersion.of(p.getNegotiatedVersion().getFullVersion()),
        CipherSuite.of(p.getCipherSuite()),
        group(p),
        rules.peerSignatureScheme,
        rules.ownSignatureScheme,
        Wire.text(p.getApplicationProtocol()),
        client ? config.serverName().orElse(null) : rules.serverName,
        rules.resumed != null,
        rules.peerChain,
        rules.ownChain);
  }

  /** We have seen the group pass by, but for that of a server of TLS 1.3, which bctls knows. */
  private NamedGroup group(SecurityParameters p) {
    if (rules.tls13) {
      return client ? rules.group : NamedGroup.of(p.getNegotiatedGroup());
    }
    return TlsECCUtils.isECCCipherSuite(p.getCipherSuite()) ? rules.group : null;
  }

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int KEY_UPDATE = 5; // the message, in bytes

  /** The most application data a record carries, in bytes (RFC 8446 section 5.1). */
  public static final int MAX_PLAINTEXT = 1 << 14;

  /**
   * From this length on, in bytes, a record takes longer to be opened in place than elsewhere: one
   * of 16 KB twice as long.
   */
  public static final int LONG_RECORD = 2048;

  /** The longest record, header included, in bytes (RFC 5246 section 6.2.3 allows 2048 extra). */
  public static final int MAX_RECORD = RecordHeader.LENGTH + MAX_PLAINTEXT + 2048;
}
