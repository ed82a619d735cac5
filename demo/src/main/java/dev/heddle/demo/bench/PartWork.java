package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Role;
import java.io.IOException;

/** The work of a peer that plays one part in one process, which faces the neutral process. */
abstract class PartWork implements Work {

  private final Peer peer;
  private final Part part;
  private final Rig rig;
  private final Party measured;

  /** Starts the process. */
  PartWork(Peer peer, Part part, Rig rig) throws IOException, InterruptedException {
    this.peer = peer;
    this.part = part;
    this.rig = rig;
    this.measured = rig.measured(peer, part);
  }

  final Size size() {
    return rig.size();
  }

  final Part part() {
    return part;
  }

  final Peer peer() {
    return peer;
  }

  @Override
  public final String version() {
    return measured.version();
  }

  /** The process on the other side. */
  final Party neutral() throws IOException, InterruptedException {
    return rig.facing(peer, part);
  }

  /** So much to warm up, or next to nothing where it does not become faster. */
  final int warmUp(int usual) {
    int count = size().warmUp(usual);
    return peer.warmsUp() ? count : Math.min(count, FEW);
  }

  /** Shakes hands so often; answers what it cost. */
  final Party.Answer shakeHands(int count) throws IOException, InterruptedException {
    Party neutral = neutral();
    measured.ask("mark");
    if (part.role() == Role.CLIENT) {
      Party.Answer cost = measured.ask("connect " + neutral.port() + " " + count);
      neutral.ask("served " + count);
      return cost;
    }
    neutral.ask("connect " + measured.port() + " " + count);
    return measured.ask("served " + count);
  }

  /**
   * Has a client do something over one connection; answers what it cost.
   *
   * @param what the command's first word
   * @param count its last
   */
  final Party.Answer talk(String what, long count) throws IOException, InterruptedException {
    Party neutral = neutral();
    measured.ask("mark");
    Party.Answer cost = measured.ask(what + " " + neutral.port() + " " + count);
    neutral.ask("served 1");
    return cost;
  }

  /**
   * Has a client hold connections, and then has them dropped.
   *
   * @param alone whether without a thread for each
   */
  final Held hold(int count, boolean alone) throws IOException, InterruptedException {
    long before = heap();
    int port = neutral().port();
    measured.ask("mark");
    Party.Answer cost = measured.ask("hold " + port + " " + count + (alone ? " alone" : ""));
    long held = heap();
    measured.ask("drop");
    neutral().ask("served " + count);
    long sockets = heap();
    measured.ask("forget");
    return new Held(cost.cpuNanos(), held - before, held - sockets);
  }

  /**
   * What connections have cost that were held.
   *
   * @param cpuNanos until all were there
   * @param heap live bytes
   * @param heapAlone the same without the sockets
   */
  record Held(long cpuNanos, long heap, long heapAlone) {}

  private long heap() throws IOException, InterruptedException {
    return measured.ask("heap").more().getFirst();
  }

  /** Has the process do what needs no other; gives back the answer. */
  final Party.Answer ask(String command) throws IOException, InterruptedException {
    return measured.ask(command);
  }

  /** What was allocated; NaN if not known. */
  static double allocated(Party.Answer cost) {
    return cost.allocated() < 0 ? Double.NaN : cost.allocated();
  }

  @Override
  public final void close() {
    rig.release(measured);
  }

  /** For what does not become faster: enough to have met everything once. */
  private static final int FEW = 200;
}
