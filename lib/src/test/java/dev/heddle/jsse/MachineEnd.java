package dev.heddle.jsse;

import dev.heddle.drivers.Face;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * One end: an engine, its pipes, and an application that does whatever SSLEngine's contract allows
 * it to do at the moment. What its calls say is judged by {@link MachineModel}.
 */
final class MachineEnd {

  private static final int MOST_KEY_UPDATES = 3;

  private final String name;
  private final Face face;
  private final SSLEngine engine;
  private final MachinePipe in;
  private final MachinePipe out;
  private final MachineChoices choices;
  private final MachineTrace trace;
  private final MachineModel model;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Deque<Integer> writes = new ArrayDeque<>();
  private final boolean patient;
  private MachineEnd peer;
  private long planned;
  private int offer = 1;
  private int wrapRoom;
  private int unwrapRoom;
  private int closeOutboundAt = -1;
  private int closeInboundAt = -1;
  private int steps;
  private int keyUpdates;
  private long progress;

  /**
   * @param patient whether it closes only when it has received all
   */
  MachineEnd(
      String name,
      Face face,
      SSLEngine engine,
      MachinePipe in,
      MachinePipe out,
      boolean patient,
      MachineChoices choices,
      MachineTrace trace) {
    this.name = name;
    this.face = face;
    this.engine = engine;
    this.in = in;
    this.out = out;
    this.patient = patient;
    this.choices = choices;
    this.trace = trace;
    this.model = new MachineModel(this, engine, face == Face.HEDDLE);
    wrapRoom = choices.size(engine.getSession().getPacketBufferSize());
    unwrapRoom = choices.size(engine.getSession().getApplicationBufferSize());
    for (int i = choices.below(5); i > 0; i--) {
      int size =
          choices.of(0, 1, 16_383, 16_384, 16_385, choices.below(300), choices.below(40_000));
      writes.add(choices.percent(1) ? 100_000 : size);
    }
    planned = writes.stream().mapToInt(Integer::intValue).sum();
  }

  void meet(MachineEnd other) {
    peer = other;
    model.meet(other.model);
  }

  void closeOutboundAt(int step) {
    closeOutboundAt = step;
  }

  void closeInboundAt(int step) {
    closeInboundAt = step;
  }

  /** Something that an application may do now. */
  void step() {
    steps++;
    if (steps == closeOutboundAt) {
      closeOutbound();
    } else if (steps == closeInboundAt) {
      closeInbound();
    }
    switch (choices.below(20)) {
      case 0, 1, 2, 3, 4, 5 -> wrap();
      case 6, 7, 8, 9, 10, 11, 12 -> unwrap();
      case 13, 14, 15, 16 -> task();
      case 17 -> closeIfReady();
      case 18 -> begin();
      default -> look();
    }
  }

  /**
   * What an application does that goes by what it is told, with all the room that it could need.
   *
   * @return whether it came further
   */
  boolean honestStep() {
    long before = progress;
    wrapRoom = engine.getSession().getPacketBufferSize();
    unwrapRoom = engine.getSession().getApplicationBufferSize();
    offer = in.available();
    HandshakeStatus status = engine.getHandshakeStatus();
    switch (status) {
      case NEED_TASK -> {
        task();
        while (!tasks.isEmpty()) {
          run(tasks.removeFirst());
        }
      }
      case NEED_WRAP -> {
        wrap();
        model.check(
            progress > before, () -> "it is told to wrap, and nothing comes of it: " + this);
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        unwrap();
        if (progress == before) {
          closeIfReady();
        }
      }
      default -> {
        unwrap();
        if (progress == before && !writes.isEmpty()) {
          wrap();
        }
        if (progress == before) {
          closeIfReady();
        }
      }
    }
    return progress > before;
  }

  private void wrap() {
    List<MachineBuffer> sources = new ArrayList<>();
    long at = model.sent();
    if (!writes.isEmpty() && choices.percent(90)) {
      int left = writes.peekFirst();
      for (int parts = choices.of(1, 1, 2, 4); parts > 0; parts--) {
        int length = parts == 1 ? left : choices.between(0, left);
        sources.add(MachineBuffer.source(content(at, length), choices));
        at += length;
        left -= length;
      }
    } else if (choices.percent(80)) {
      sources.add(MachineBuffer.source(new byte[0], choices));
    }
    MachineCall call =
        new MachineCall(true, sources, List.of(MachineBuffer.target(wrapRoom, choices)));
    make(call);
    out.put(call.output());
    if (engine.isOutboundDone()) {
      out.end();
    }
    written(call);
    if (call.failure() == null && call.result().getStatus() == Status.BUFFER_OVERFLOW) {
      wrapRoom = grown(wrapRoom, engine.getSession().getPacketBufferSize());
    } else if (choices.percent(20)) {
      wrapRoom = choices.size(engine.getSession().getPacketBufferSize());
    }
  }

  private void written(MachineCall call) {
    if (call.offered() == 0 && call.failure() == null && model.isFinished()) {
      if (!writes.isEmpty() && writes.peekFirst() == 0 && !call.sources().isEmpty()) {
        writes.removeFirst(); // one of nothing
        progress++;
      }
    } else if (call.consumed() > 0) {
      int left = writes.removeFirst() - call.consumed();
      if (left > 0) {
        writes.addFirst(left);
      }
    }
  }

  private void unwrap() {
    byte[] next = in.peek(offer);
    List<MachineBuffer> targets = new ArrayList<>();
    int left = unwrapRoom;
    for (int parts = choices.of(1, 1, 2, 4); parts > 0; parts--) {
      int room = parts == 1 ? left : choices.between(0, left);
      targets.add(MachineBuffer.target(room, choices));
      left -= room;
    }
    MachineCall call =
        new MachineCall(false, List.of(MachineBuffer.source(next, choices)), targets);
    make(call);
    in.take(call.consumed());
    if (call.failure() != null) {
      return;
    }
    switch (call.result().getStatus()) {
      case BUFFER_UNDERFLOW -> offer = furtherOffer();
      case BUFFER_OVERFLOW ->
          unwrapRoom = grown(unwrapRoom, engine.getSession().getApplicationBufferSize());
      default -> {
        if (call.consumed() > 0) {
          offer = choices.of(1, in.available(), choices.between(1, 400));
          unwrapRoom =
              choices.percent(30)
                  ? choices.size(engine.getSession().getApplicationBufferSize())
                  : unwrapRoom;
        }
      }
    }
  }

  private int furtherOffer() {
    return Math.min(
        Math.max(1, in.available()),
        choices.percent(60) && offer < 600 ? offer + 1 : offer + choices.size(20_000));
  }

  private int grown(int room, int most) {
    return room + (choices.percent(20) ? 1 : choices.between(1, Math.max(1, most - room)));
  }

  private void make(MachineCall call) {
    boolean wasFinished = model.isFinished();
    boolean hadFailed = model.failure() != null;
    HandshakeStatus before = engine.getHandshakeStatus();
    call.make(engine, choices);
    trace.step(name + " " + call + (tasks.isEmpty() ? "" : " with " + tasks.size() + " tasks"));
    model.made(call, in, tasks.size());
    if (call.consumed() + call.produced() > 0
        || call.failure() != null && !hadFailed
        || wasFinished != model.isFinished()
        || before != engine.getHandshakeStatus()) {
      progress++;
    }
  }

  private void task() {
    if (!tasks.isEmpty() && choices.percent(50)) {
      run(choices.percent(50) ? tasks.removeFirst() : tasks.removeLast());
      return;
    }
    HandshakeStatus before = engine.getHandshakeStatus();
    Runnable task = engine.getDelegatedTask();
    trace.step(name + " getDelegatedTask: " + (task != null) + " at " + before);
    model.asked(before, task != null, tasks.size());
    if (task != null) {
      progress++;
      tasks.add(task);
    }
  }

  private void run(Runnable task) {
    progress++;
    model.ran();
    if (choices.percent(70)) {
      task.run();
      trace.step(name + " runs a task: " + engine.getHandshakeStatus());
    } else {
      runElsewhere(task);
      trace.step(name + " has a thread run a task: " + engine.getHandshakeStatus());
    }
  }

  private static void runElsewhere(Runnable task) {
    Throwable[] thrown = new Throwable[1];
    Thread thread = Thread.ofVirtual().unstarted(task);
    thread.setUncaughtExceptionHandler((of, e) -> thrown[0] = e);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (thrown[0] != null) {
      throw new AssertionError("a task threw", thrown[0]);
    }
  }

  private void closeIfReady() {
    boolean over = in.isEnded() && !comesMore();
    if (!model.isOutboundClosed() && (isReadyToClose() || over && !model.isFinished())) {
      closeOutbound();
    } else if (over && !engine.isInboundDone() && tasks.isEmpty()) {
      closeInbound();
    } else if (engine.isOutboundDone() && engine.isInboundDone()) {
      in.take(in.available());
    }
  }

  /** Whether what is left in the pipe is more than the beginning of a record. */
  private boolean comesMore() {
    byte[] left = in.peek(Integer.MAX_VALUE);
    int length = MachinePipe.recordLength(left);
    return length >= 0 && left.length >= length;
  }

  private boolean isReadyToClose() {
    if (model.failure() != null || engine.isInboundDone() && !model.isFinished()) {
      return true;
    }
    boolean complete =
        !patient || model.received() == peer.planned || engine.isInboundDone() || in.isTampered();
    return model.isFinished() && writes.isEmpty() && complete;
  }

  private void closeOutbound() {
    progress++;
    engine.closeOutbound();
    model.closedOutbound();
    trace.step(name + " closeOutbound: " + engine.getHandshakeStatus());
    if (engine.isOutboundDone()) {
      out.end();
    }
  }

  private void closeInbound() {
    progress++;
    boolean before = engine.isInboundDone();
    SSLException thrown = null;
    try {
      engine.closeInbound();
    } catch (SSLException e) {
      thrown = e;
    }
    trace.step(name + " closeInbound: " + engine.getHandshakeStatus() + ", threw " + thrown);
    model.closedInbound(before, thrown);
    if (engine.isOutboundDone()) {
      out.end();
    }
  }

  /** Waits no longer. */
  void giveUp() {
    closeOutbound();
    closeInbound();
  }

  /** Begins, or updates keys, or asks for what is under way already. */
  private void begin() {
    if (engine.isInboundDone() || model.isOutboundClosed() || model.failure() != null) {
      return;
    }
    if (model.isFinished()) {
      boolean updates = engine.getSession().getProtocol().equals("TLSv1.3");
      if (!updates || keyUpdates == MOST_KEY_UPDATES || model.isInboundOver()) {
        return;
      }
      keyUpdates++;
    } else if (face == Face.SUNJSSE
        && engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      return; // the JDK's does not bear that: it says hello again
    }
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      trace.step(name + " beginHandshake threw " + e);
      model.failed(e);
      progress++;
      return;
    }
    trace.step(name + " beginHandshake: " + engine.getHandshakeStatus());
  }

  private void look() {
    if (choices.percent(30) && model.failure() == null) {
      model.misuse(choices);
    }
    model.look();
  }

  MachineModel model() {
    return model;
  }

  boolean isDone() {
    return engine.isInboundDone() && engine.isOutboundDone();
  }

  SSLEngine engine() {
    return engine;
  }

  Face face() {
    return face;
  }

  MachinePipe in() {
    return in;
  }

  /** How much it was to write. */
  long planned() {
    return planned;
  }

  int keyUpdates() {
    return keyUpdates;
  }

  /** Grows with whatever brings the connection further. */
  long progress() {
    return progress;
  }

  /** What an end says in that place of the stream. */
  static byte[] content(long from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      long n = from + i;
      bytes[i] = (byte) (n * 31 + n / 251);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return name
        + " of "
        + face
        + ": "
        + engine.getHandshakeStatus()
        + (engine.isInboundDone() ? ", inbound done" : "")
        + (engine.isOutboundDone() ? ", outbound done" : "")
        + ", "
        + in.available()
        + " bytes in the pipe, "
        + tasks.size()
        + " tasks, "
        + model;
  }
}
