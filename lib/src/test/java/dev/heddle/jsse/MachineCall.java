package dev.heddle.jsse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A call of wrap or unwrap: its buffers, and what came of it. */
final class MachineCall {

  private final boolean wrap;
  private final List<MachineBuffer> sources;
  private final List<MachineBuffer> targets;
  private SSLEngineResult result;
  private SSLException failure;

  /** The handshake status just before. */
  private HandshakeStatus before;

  MachineCall(boolean wrap, List<MachineBuffer> sources, List<MachineBuffer> targets) {
    this.wrap = wrap;
    this.sources = sources;
    this.targets = targets;
  }

  /** Makes the call, in one of the forms that fit. */
  void make(SSLEngine engine, MachineChoices choices) {
    before = engine.getHandshakeStatus();
    try {
      result = wrap ? wrap(engine, choices) : unwrap(engine, choices);
    } catch (SSLException e) {
      failure = e;
    }
  }

  private SSLEngineResult wrap(SSLEngine engine, MachineChoices choices) throws SSLException {
    var target = targets.getFirst().buffer();
    if (sources.size() == 1 && choices.percent(50)) {
      return engine.wrap(sources.getFirst().buffer(), target);
    }
    var all = buffers(sources);
    return choices.percent(50) ? engine.wrap(all, target) : engine.wrap(all, 0, all.length, target);
  }

  private SSLEngineResult unwrap(SSLEngine engine, MachineChoices choices) throws SSLException {
    var source = sources.getFirst().buffer();
    if (targets.size() == 1 && choices.percent(50)) {
      return engine.unwrap(source, targets.getFirst().buffer());
    }
    var all = buffers(targets);
    return choices.percent(50)
        ? engine.unwrap(source, all)
        : engine.unwrap(source, all, 0, all.length);
  }

  private static ByteBuffer[] buffers(List<MachineBuffer> all) {
    return all.stream().map(MachineBuffer::buffer).toArray(ByteBuffer[]::new);
  }

  boolean isWrap() {
    return wrap;
  }

  SSLEngineResult result() {
    return result;
  }

  /** What it threw; null for nothing. */
  SSLException failure() {
    return failure;
  }

  HandshakeStatus before() {
    return before;
  }

  List<MachineBuffer> sources() {
    return sources;
  }

  List<MachineBuffer> targets() {
    return targets;
  }

  int offered() {
    return sources.stream().mapToInt(MachineBuffer::remaining).sum();
  }

  int room() {
    return targets.stream().mapToInt(MachineBuffer::remaining).sum();
  }

  int consumed() {
    return sources.stream().mapToInt(MachineBuffer::moved).sum();
  }

  int produced() {
    return targets.stream().mapToInt(MachineBuffer::moved).sum();
  }

  /** What was written to the targets. */
  byte[] output() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    targets.forEach(each -> all.writeBytes(each.written()));
    return all.toByteArray();
  }

  @Override
  public String toString() {
    String outcome =
        failure != null
            ? "threw " + failure
            : result == null
                ? "-"
                : result.getStatus()
                    + " "
                    + result.getHandshakeStatus()
                    + " "
                    + result.bytesConsumed()
                    + "/"
                    + result.bytesProduced();
    return (wrap ? "wrap " : "unwrap ") + sources + " -> " + targets + ": " + outcome;
  }
}
