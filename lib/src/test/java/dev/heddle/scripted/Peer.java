package dev.heddle.scripted;

import dev.heddle.scripted.Messages.CertificateEntry;
import dev.heddle.scripted.Messages.CertificateVerify;
import dev.heddle.scripted.Messages.Certificates;
import dev.heddle.scripted.Messages.ClientHello;
import dev.heddle.scripted.Messages.Model;
import dev.heddle.scripted.Messages.Opaque;
import dev.heddle.scripted.Messages.ServerHello;
import dev.heddle.support.TestCerts.Identity;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The scripted end: the messages that both roles send, and what a {@link Script.Step} may do. The
 * subject hears each record at once, and what it answers is read when the peer wants to hear
 * something, so that everything runs on one thread.
 */
abstract class Peer extends RecordLayer {

  /** What {@link #demand} found wanting. */
  private static final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complaint(String what) {
      super(what, null, false, false);
    }
  }

  /** A handshake message that came. */
  record Received(int code, byte[] body) {}

  /** The complaint about a server. */
  static final String GAVE_NONE = "gave no session";

  private static final int MAX_FRAGMENT = 1 << 14;

  final Script script;

  /** Handshake messages that came after the handshake. */
  final List<Received> later = new ArrayList<>();

  /** What outlives the connection. */
  final Memory memory;

  /** Whether an earlier connection is resumed. */
  boolean resumed;

  ClientHello clientHello;
  ServerHello serverHello;

  private final Map<Message, byte[]> sent = new EnumMap<>(Message.class);
  private byte[] held = {};
  private Protection heldBy;
  private boolean closed;

  Peer(Terms terms, Script script, Subject subject) {
    super(terms, subject);
    this.script = script;
    memory = terms.memory();
  }

  /** Runs a script against an end that is made for it, after the connections before it. */
  static Outcome run(Terms terms, Script script, Subject.Maker maker) {
    Terms remembering = terms.remembering(new Memory());
    for (Script.Earlier each : script.earlier()) {
      Outcome outcome = connect(each.terms().apply(remembering), each.script(), maker);
      if (!outcome.finished() || outcome.complaint() != null) {
        return outcome.before();
      }
    }
    return connect(remembering, script, maker);
  }

  private static Outcome connect(Terms terms, Script script, Subject.Maker maker) {
    try (Subject subject = maker.make(terms)) {
      Peer peer =
          terms.client()
              ? new ScriptedServer(terms, script, subject)
              : new ScriptedClient(terms, script, subject);
      return peer.run();
    }
  }

  private Outcome run() {
    String stopped = null;
    String complaint = null;
    boolean passed = false;
    try {
      collect(subject.start());
      handshake();
      established = true;
      afterHandshake();
      script.afterHandshake().forEach(step -> step.run(this));
      readRest();
      passed = subject.finished() && !subject.failed() && !closed && passesData();
      Boolean says = subject.resumed();
      demand(!passed || says == null || says == resumed, "says the contrary of resuming");
    } catch (Stop e) {
      stopped = e.getMessage();
    } catch (Complaint e) {
      complaint = e.getMessage();
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Of a script that breaks the peer's own messages, but only once it is of no account.
      if (!subject.failed()) {
        throw e;
      }
      stopped = e.toString();
    }
    drain();
    return new Outcome(
        subject.finished(),
        subject.failed(),
        resumed,
        alerts(),
        passed,
        closed,
        subject.account(),
        subject.reported(),
        complaint,
        stopped);
  }

  abstract void handshake();

  /** What an honest peer says when the handshake is done. */
  void afterHandshake() {}

  private boolean passesData() {
    byte[] ping = "ping".getBytes();
    byte[] pong = "pong".getBytes();
    byte[] expected = Bytes.concat(subject.data(), ping);
    data(ping);
    byte[] before = received();
    subjectWrites(pong);
    return Arrays.equals(expected, subject.data())
        && Arrays.equals(Bytes.concat(before, pong), received());
  }

  // What a step may do

  /** Sends a handshake message, which counts for the transcript until the handshake is over. */
  void send(Message message, byte... body) {
    byte[] frame = message.framed(body);
    count(message, frame);
    record(Record.HANDSHAKE, frame);
  }

  /** Sends a message again that was sent, or left out, before. */
  void again(Message message) {
    byte[] frame = sent.get(message);
    count(message, frame);
    write(message, frame);
  }

  /** The body of a message as it was sent, or left out. */
  byte[] sent(Message message) {
    byte[] frame = sent.get(message);
    return Arrays.copyOfRange(frame, 4, frame.length);
  }

  /** Sends a message of a model's. */
  void send(Message message, Model model) {
    send(message, model.body());
  }

  void closeNotify() {
    closed = true;
    alert(1, 0);
  }

  /** Ends the transport. */
  void end() {
    closed = true;
    collect(subject.end());
  }

  /** TLS 1.3: sends a KeyUpdate, and new keys are in force. */
  void keyUpdate(int request) {
    send(Message.KEY_UPDATE, (byte) request);
    newKeys();
  }

  /** Has the subject send data, and reads what has come. */
  void subjectWrites(byte... content) {
    collect(subject.write(content));
    readRest();
  }

  /** Has the subject close, and reads what has come. */
  void subjectShutsDown() {
    collect(subject.shutdown());
    readRest();
  }

  /** Reads what has come after the handshake, and does what is asked for in it. */
  void readRest() {
    while (true) {
      Received message = whole();
      if (message != null) {
        later.add(message);
        obey(message);
      } else if (nothingLeft()) {
        return;
      } else {
        readRecord();
      }
    }
  }

  /** Reads what has come, and lets the clock go on. */
  void pass(Duration time) {
    readRest();
    memory.pass(time);
  }

  /** Reads what has come, and forgets all sessions but the oldest. */
  void keepOldestSession() {
    readRest();
    demand(!memory.known.isEmpty(), GAVE_NONE);
    PeerSession oldest = memory.known.getLast();
    memory.known.clear();
    memory.known.add(oldest);
  }

  /** What the subject has to have done by now; otherwise the complaint is the verdict. */
  void demand(boolean done, String complaint) {
    if (!done) {
      throw new Complaint(complaint);
    }
  }

  /** The newest ClientHello, as it was really sent. */
  ClientHello clientHello() {
    return clientHello;
  }

  /** The newest ServerHello or HelloRetryRequest, as it was really sent. */
  ServerHello serverHello() {
    return serverHello;
  }

  // What both roles send

  /**
   * Takes a step of the handshake as the script has it.
   *
   * @param done does what follows on the message, such as new keys, if it was sent
   */
  <T extends Model> void emit(Message message, Supplier<T> honest, Consumer<T> done) {
    script.before(message).forEach(step -> step.run(this));
    T model = honest.get();
    script.applyTo(message, model);
    byte[] body = script.body(message, model.body());
    boolean record = message == Message.CHANGE_CIPHER_SPEC;
    sent.put(message, script.frame(message, record ? body : message.framed(body)));
    for (int i = 0; i < script.times(message); i++) {
      again(message);
      if (i == 0) {
        done.accept(model);
      }
    }
    script.after(message).forEach(step -> step.run(this));
  }

  void emit(Message message, Supplier<Model> honest) {
    emit(message, honest, model -> {});
  }

  void emitCertificate(Identity identity, byte... context) {
    emit(
        Message.CERTIFICATE,
        () -> {
          Certificates certificates = new Certificates(terms.tls13());
          certificates.context = context;
          for (X509Certificate each :
              identity == null ? List.<X509Certificate>of() : identity.chain()) {
            certificates.entries.add(new CertificateEntry(encoded(each)));
          }
          return certificates;
        });
  }

  void emitCertificateVerify(Identity identity, String who) {
    emit(
        Message.CERTIFICATE_VERIFY,
        () -> {
          CertificateVerify verify = new CertificateVerify();
          verify.scheme = scheme(identity);
          byte[] content =
              terms.tls13()
                  ? Bytes.of()
                      .raw(" ".repeat(64).getBytes())
                      .raw(("TLS 1.3, " + who + " CertificateVerify").getBytes())
                      .u8(0)
                      .raw(schedule.hash())
                      .done()
                  : schedule.messages();
          verify.signature = Signing.sign(verify.scheme, identity.key(), content);
          return verify;
        });
  }

  void emitChangeCipherSpec(Protection next) {
    emit(Message.CHANGE_CIPHER_SPEC, () -> new Opaque((byte) 1), sent -> out = next);
  }

  int scheme(Identity identity) {
    return script.scheme() == null ? Signing.scheme(identity.type()) : script.scheme();
  }

  /** Who the peer is; null for a client without a certificate. */
  Identity identity() {
    return script.identity() == null ? terms.identity(!terms.client()) : script.identity();
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The secret of a key exchange. Where a script has sent another share than the peer's, that is
   * taken for one of low order, of which zeros come.
   */
  static byte[] agreed(KeyShare own, byte[] sentShare, byte[] theirs) {
    return Arrays.equals(own.encoded(), sentShare) ? own.agree(theirs) : new byte[32];
  }

  /** What was really sent; the model where a script has made that unreadable. */
  <T extends Model> T asSent(Message message, T model, Function<byte[], T> reader) {
    try {
      return reader.apply(sent(message));
    } catch (IllegalArgumentException e) {
      return model;
    }
  }

  private void count(Message message, byte[] frame) {
    boolean apart = message == Message.HELLO_REQUEST || message == Message.CHANGE_CIPHER_SPEC;
    if (!established && !apart) {
      schedule.add(frame);
    }
  }

  private void write(Message message, byte[] frame) {
    List<Message> together = script.together();
    if (message == Message.CHANGE_CIPHER_SPEC) {
      plainOrSealed(Record.CHANGE_CIPHER_SPEC, frame);
    } else if (together.contains(message)) {
      if (held.length == 0) {
        heldBy = out;
      }
      held = Bytes.concat(held, frame);
      if (message == together.getLast()) {
        Protection now = out;
        out = heldBy;
        byte[] content = held;
        held = new byte[0];
        Record record = seal(Record.HANDSHAKE, content);
        out = now;
        wire(record.bytes());
      }
    } else {
      Reader rest = new Reader(frame);
      int[] lengths = script.split(message);
      for (int length : lengths == null ? new int[0] : lengths) {
        record(Record.HANDSHAKE, rest.raw(length));
      }
      while (rest.hasMore()) {
        record(Record.HANDSHAKE, rest.raw(Math.min(MAX_FRAGMENT, rest.left())));
      }
    }
  }

  /** In TLS 1.3 a change_cipher_spec is never protected (RFC 8446 section 5). */
  private void plainOrSealed(int type, byte[] content) {
    if (terms.tls13()) {
      plain(type, content);
    } else {
      record(type, content);
    }
  }

  // What the subject sends

  /** The next message of the handshake, which has to be this one. */
  byte[] receive(Message expected) {
    Received message = receive();
    if (message.code != expected.code) {
      throw new Stop("message " + message.code + " instead of " + expected);
    }
    return message.body;
  }

  /** The next message of the handshake. */
  Received receive() {
    Received message = whole();
    while (message == null) {
      if (nothingLeft()) {
        throw new Stop("nothing comes");
      }
      readRecord();
      message = whole();
    }
    return message;
  }

  /** The Finished, which has to be right: that proves the peer's own transcript and keys. */
  void receiveFinished(byte[] verifyData) {
    if (!Arrays.equals(verifyData, receive(Message.FINISHED))) {
      throw new Stop("a Finished that does not fit");
    }
  }

  private Received whole() {
    Reader reader = new Reader(unread);
    if (unread.length < 4
        || unread.length < 4 + new Reader(Arrays.copyOfRange(unread, 1, 4)).u24()) {
      return null;
    }
    Received message = new Received(reader.u8(), reader.vec24());
    if (!established) {
      schedule.add(Bytes.of(message.code).vec24(message.body).done());
    }
    unread = reader.rest();
    return message;
  }

  /** Does what is asked for in a message after the handshake. */
  void obey(Received message) {
    if (terms.tls13() && message.code == Message.KEY_UPDATE.code) {
      inSecret = schedule.nextTrafficSecret(inSecret);
      in = schedule.protection13(inSecret);
      if (message.body[0] == 1) {
        keyUpdate(0);
      }
    }
  }
}
