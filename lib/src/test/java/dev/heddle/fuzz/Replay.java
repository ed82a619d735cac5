package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.engine.FuzzDoor;
import dev.heddle.engine.Step;
import dev.heddle.engine.TlsEngine;
import dev.heddle.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One connection of an engine whose randomness is fixed: the same peer's bytes have it say the
 * same, so that a peer that was recorded once goes on where it is repeated. When the handshake is
 * done, the engine sends {@link #PING}.
 */
final class Replay {

  static final byte[] PING = {'p', 'i', 'n', 'g'};

  private final TlsEngine engine;
  private final InputStream in;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private boolean done;
  private long sent;

  private Replay(Scenario scenario, InputStream in) {
    this.in = in;
    engine = FuzzDoor.repeatable(scenario.config, scenario.client, pending::write);
  }

  /**
   * What came of it.
   *
   * @param done whether the handshake came to a good end
   * @param fault null if it did not fail
   * @param messages what the peer said until then, without what may differ and mean the same: how
   *     messages in plaintext are cut into records, change_cipher_spec, warning alerts, and the
   *     version in a record's header
   * @param plain the application data
   * @param sent how many bytes the engine wanted to send
   */
  record Result(boolean done, Fault fault, byte[] messages, byte[] plain, long sent) {}

  /** Repeats what a peer has said. */
  static Result of(Scenario scenario, byte[] stream) {
    try {
      Replay replay = new Replay(scenario, new ByteArrayInputStream(stream));
      return replay.run(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new AssertionError("there is no transport that could fail", e);
    }
  }

  /** With a live peer; ends when its stream does, or a read fails. */
  static Result live(Scenario scenario, InputStream in, OutputStream out) throws IOException {
    return new Replay(scenario, in).run(out);
  }

  private Result run(OutputStream out) throws IOException {
    Step step = engine.start();
    flush(out);
    byte[] header = new byte[HEADER];
    while (step != Step.FAILED && step != Step.PEER_CLOSED && read(header, 0, HEADER)) {
      int length = engine.recordLength(header);
      if (length < 0) {
        flush(out);
        break;
      }
      assertTrue(HEADER + length <= TlsEngine.MAX_RECORD, () -> "a record of " + length);
      byte[] record = new byte[HEADER + length];
      System.arraycopy(header, 0, record, 0, HEADER);
      if (!read(record, HEADER, length)) {
        break;
      }
      note(record);
      step = engine.feed(record, 0, record.length);
      if (step == Step.PLAINTEXT) {
        plain.write(engine.plain(), engine.plainOffset(), engine.plainLength());
      } else if (step == Step.HANDSHAKE_DONE) {
        done = true;
        engine.write(PING, 0, PING.length);
      }
      flush(out);
    }
    assertTrue(step != Step.FAILED || engine.fault() != null);
    return new Result(done, engine.fault(), messages.toByteArray(), plain.toByteArray(), sent);
  }

  private void note(byte[] record) {
    if (!done && (record[0] == HANDSHAKE || record[0] == DATA)) {
      messages.write(record, HEADER, record.length - HEADER);
    }
  }

  private boolean read(byte[] target, int off, int length) throws IOException {
    return in.readNBytes(target, off, length) == length;
  }

  private void flush(OutputStream out) throws IOException {
    sent += pending.size();
    pending.writeTo(out);
    out.flush();
    pending.reset();
  }

  private static final int HEADER = 5;
  private static final int HANDSHAKE = 22;
  private static final int DATA = 23;
}
