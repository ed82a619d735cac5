package dev.heddle.scripted;

import dev.heddle.scripted.Outcome.Sent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The scripted end's records: what goes out in them, what has come, and the keys of both ways. */
abstract class RecordLayer {

  /** The end of the script, where the subject does not go on. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stop(String why) {
      super(why, null, false, false);
    }
  }

  final Terms terms;
  final Subject subject;
  final KeySchedule schedule = new KeySchedule();

  /** The version in the headers of records; free to be changed. */
  int recordVersion = 0x0303;

  /** What unprotects and protects records; null for nothing. */
  Protection in;

  Protection out;

  /** TLS 1.2: what the subject's change_cipher_spec brings. */
  Protection nextIn;

  /** TLS 1.3: the traffic secrets that the keys for data came from. */
  byte[] inSecret;

  byte[] outSecret;

  /** What has come of handshake messages and was not taken. */
  byte[] unread = {};

  /** Whether the handshake is over. */
  boolean established;

  private final Deque<Record> incoming = new ArrayDeque<>();
  private final List<Sent> alerts = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  RecordLayer(Terms terms, Subject subject) {
    this.terms = terms;
    this.subject = subject;
  }

  // What a step may send

  /** Sends a record under the keys in force, if there are any. */
  void record(int type, byte... content) {
    wire(seal(type, content).bytes());
  }

  /** Sends a record that is not protected. */
  void plain(int type, byte... content) {
    wire(new Record(type, recordVersion, content).bytes());
  }

  /** Sends a record of TLS 1.3 with so many zeros behind its content. */
  void padded(int zeros, int type, byte... content) {
    wire(out.seal(type, recordVersion, content, zeros).bytes());
  }

  /** A record under the keys in force, which counts as sent. */
  Record seal(int type, byte... content) {
    return out == null
        ? new Record(type, recordVersion, content)
        : out.seal(type, recordVersion, content, 0);
  }

  /** Sends bytes as they are, unless the subject has failed. */
  void wire(byte... bytes) {
    if (!subject.failed()) {
      collect(subject.take(bytes));
    }
  }

  void data(byte... content) {
    record(Record.DATA, content);
  }

  void alert(int level, int description) {
    record(Record.ALERT, (byte) level, (byte) description);
  }

  /** TLS 1.3: the next keys for sending are in force. */
  void newKeys() {
    outSecret = schedule.nextTrafficSecret(outSecret);
    out = schedule.protection13(outSecret);
  }

  // What has come

  /** All application data that came. */
  byte[] received() {
    return data.toByteArray();
  }

  /** The alerts that came, in order. */
  List<Sent> alerts() {
    return List.copyOf(alerts);
  }

  /** Whether all records that came have been read. */
  boolean nothingLeft() {
    return incoming.isEmpty();
  }

  /** Reads to the end, so that a second alert is seen too. */
  void drain() {
    while (!incoming.isEmpty()) {
      try {
        readRecord();
      } catch (Stop e) {
        continue;
      }
    }
  }

  void collect(byte[] bytes) {
    incoming.addAll(Record.read(bytes));
  }

  /** Reads the next record that came. */
  void readRecord() {
    Record record = incoming.remove();
    boolean bare =
        in == null
            || terms.tls13() && record.type() != Record.DATA
            || record.type() == Record.CHANGE_CIPHER_SPEC;
    Record open = bare ? record : opened(record);
    switch (open.type()) {
      case Record.HANDSHAKE -> unread = Bytes.concat(unread, open.content());
      case Record.DATA -> data.writeBytes(open.content());
      case Record.CHANGE_CIPHER_SPEC -> in = terms.tls13() ? in : nextIn;
      case Record.ALERT -> heard(new Sent(open.content()[0], open.content()[1] & 0xFF, !bare));
      default -> throw new Stop("a record of type " + open.type());
    }
  }

  private Record opened(Record record) {
    try {
      return in.open(record);
    } catch (IllegalStateException e) {
      throw new Stop("a record that cannot be opened: " + e.getCause().getMessage());
    }
  }

  private void heard(Sent alert) {
    alerts.add(alert);
    boolean closing = alert.description() == 0;
    if (alert.level() == 2 || closing && !established) {
      throw new Stop("an alert");
    }
  }
}
