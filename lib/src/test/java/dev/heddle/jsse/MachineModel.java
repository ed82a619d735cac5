package dev.heddle.jsse;

import static javax.net.ssl.SSLEngineResult.HandshakeStatus.FINISHED;
import static javax.net.ssl.SSLEngineResult.HandshakeStatus.NEED_TASK;
import static javax.net.ssl.SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * What an engine has promised: every call of an end is held to it. A broken promise is an {@link
 * AssertionError}.
 */
final class MachineModel {

  private final Object of;
  private final SSLEngine engine;
  private final boolean strict; // our own engine: also what the JDK's does not keep to
  private MachineModel peer;
  private long sent;
  private long received;
  private int finished;
  private boolean outboundClosed;
  private boolean inboundClosed;
  private boolean closeSeen;
  private boolean begun;
  private SSLException failure;
  private long sentAfterFailure;
  private boolean alertDue;
  private boolean taskDone; // whose failure, if it is one, has not been told

  MachineModel(Object of, SSLEngine engine, boolean strict) {
    this.of = of;
    this.engine = engine;
    this.strict = strict;
    check(engine.getHandshakeStatus() == NOT_HANDSHAKING, () -> "a fresh one is at work: " + of);
  }

  void meet(MachineModel other) {
    peer = other;
  }

  void check(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise.get());
    }
  }

  /** Judges a call. */
  void made(MachineCall call, MachinePipe in, int held) {
    call.sources().forEach(each -> unharmed(each, !call.isWrap(), call));
    call.targets().forEach(each -> unharmed(each, true, call));
    begun = true;
    taskDone = false;
    if (failure != null) {
      sentAfterFailure += call.isWrap() ? call.produced() : 0;
    }
    if (call.failure() != null) {
      failed(call.failure(), call.isWrap());
      return;
    }
    moves(call);
    if (call.isWrap()) {
      wrapped(call);
    } else {
      unwrapped(call, in);
    }
    status(call, held);
  }

  private void unharmed(MachineBuffer buffer, boolean open, MachineCall call) {
    String harm = buffer.harm(open);
    // What the JDK's cannot decrypt it leaves changed and not consumed.
    check(harm == null || !strict && call.failure() != null, () -> harm);
  }

  private void moves(MachineCall call) {
    SSLEngineResult result = call.result();
    check(
        result.bytesConsumed() == call.consumed() && result.bytesProduced() == call.produced(),
        () -> "counted otherwise than moved: " + call.consumed() + "/" + call.produced());
    if (result.getHandshakeStatus() == FINISHED) {
      finished++;
    }
    boolean still = call.consumed() == 0 && call.produced() == 0;
    switch (result.getStatus()) {
      case BUFFER_OVERFLOW -> check(still, () -> "BUFFER_OVERFLOW and bytes moved");
      case BUFFER_UNDERFLOW -> check(still, () -> "BUFFER_UNDERFLOW and bytes moved");
      case OK -> check(!still || saysWhatNext(call), () -> "OK, without a move or a next step");
      case CLOSED -> check(mayBeClosed(call), () -> "CLOSED, which nobody has asked for");
    }
  }

  private boolean saysWhatNext(MachineCall call) {
    HandshakeStatus next = call.result().getHandshakeStatus();
    return switch (next) {
      case NEED_TASK, FINISHED -> true;
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> call.isWrap() || next != call.before();
      case NEED_WRAP -> !call.isWrap();
      case NOT_HANDSHAKING -> call.isWrap() && call.offered() == 0;
    };
  }

  private boolean mayBeClosed(MachineCall call) {
    boolean here = failure != null || inboundClosed || closeSeen || isAbandoned();
    return call.isWrap()
        ? here || outboundClosed
        : here || peer.outboundClosed || peer.failure != null || peer.closeSeen;
  }

  /** Closed within the handshake: with ours that ends both directions. */
  boolean isAbandoned() {
    return outboundClosed && finished == 0;
  }

  private void wrapped(MachineCall call) {
    SSLEngineResult result = call.result();
    switch (result.getStatus()) {
      case BUFFER_UNDERFLOW -> check(false, () -> "wrap says BUFFER_UNDERFLOW");
      case BUFFER_OVERFLOW ->
          check(
              call.room() < engine.getSession().getPacketBufferSize(),
              () -> "BUFFER_OVERFLOW, and there is room for " + call.room());
      case CLOSED ->
          check(!strict || engine.isOutboundDone(), () -> "CLOSED, and there is more to wrap");
      case OK -> {}
    }
    check(call.consumed() < Math.max(1, call.produced()), () -> "took data it did not send");
    check(!strict || call.consumed() == 0 || finished > 0, () -> "took data before it was done");
    // The JDK's, where closeInbound came before the handshake, lets data out as it is.
    check(
        !strict && finished == 0 && inboundClosed || MachinePipe.areRecords(call.output()),
        () -> "what was wrapped is not made of whole records");
    sent += call.consumed();
  }

  private void unwrapped(MachineCall call, MachinePipe in) {
    SSLEngineResult result = call.result();
    byte[] source = in.peek(call.offered());
    int record = MachinePipe.recordLength(source);
    boolean whole = record >= 0 && record <= source.length;
    switch (result.getStatus()) {
      case BUFFER_UNDERFLOW ->
          check(!whole || in.isTampered(), () -> "BUFFER_UNDERFLOW, and a whole record was there");
      case BUFFER_OVERFLOW ->
          check(
              call.room() < engine.getSession().getApplicationBufferSize(),
              () -> "BUFFER_OVERFLOW, and there is room for " + call.room());
      case CLOSED -> {
        check(engine.isInboundDone(), () -> "CLOSED, and the inbound is not done");
        closeSeen |= failure == null && !inboundClosed && !isAbandoned();
      }
      case OK -> {}
    }
    check(
        call.consumed() == 0 || call.consumed() == record,
        () -> "consumed " + call.consumed() + " of a record of " + record);
    byte[] data = call.output();
    check(!strict || data.length == 0 || finished > 0, () -> "data before the handshake was done");
    check(
        Arrays.equals(data, MachineEnd.content(received, data.length)),
        () -> "received at " + received + " what was not sent there");
    received += data.length;
    check(received <= peer.sent, () -> "received more than was sent");
  }

  private void status(MachineCall call, int held) {
    HandshakeStatus told = call.result().getHandshakeStatus();
    HandshakeStatus now = engine.getHandshakeStatus();
    check(now != FINISHED, () -> "getHandshakeStatus() says FINISHED");
    check(told == FINISHED || told == now, () -> "told " + told + ", and it is " + now);
    boolean working = held > 0 && failure == null && !outboundClosed && !inboundClosed;
    check(!working || now == NEED_TASK, () -> "a task is not done, and it is " + now);
    if (engine.isInboundDone() && engine.isOutboundDone()) {
      check(now == NOT_HANDSHAKING, () -> "all is done, and it is " + now);
    }
  }

  /** Judges getDelegatedTask. */
  void asked(HandshakeStatus before, boolean given, int held) {
    check(!given || before == NEED_TASK || !strict, () -> "a task at " + before);
    check(given || held > 0 || before != NEED_TASK, () -> "NEED_TASK, and there is none");
  }

  /** beginHandshake has thrown. */
  void failed(SSLException thrown) {
    failed(thrown, false);
  }

  /** A task has been run. */
  void ran() {
    taskDone = true;
  }

  /** The JDK's may tell of a second failure; ours tells the first again, with each unwrap. */
  private void failed(SSLException thrown, boolean wrapping) {
    check(!strict || engine.isInboundDone(), () -> "it threw, and its inbound is not done");
    if (failure == null) {
      failure = thrown;
      alertDue = !outboundClosed && begun && !engine.isOutboundDone() && !isAlert(thrown);
    } else {
      check(!strict || !wrapping, () -> "it threw a second time: " + thrown);
    }
  }

  private static boolean isAlert(SSLException thrown) {
    return String.valueOf(thrown.getMessage()).contains("Received fatal alert");
  }

  /** closeOutbound has been called. */
  void closedOutbound() {
    outboundClosed = true;
  }

  /** closeInbound has been called. */
  void closedInbound(boolean wasDone, SSLException thrown) {
    check(engine.isInboundDone(), () -> "closeInbound, and the inbound is not done");
    check(!wasDone || thrown == null, () -> "closeInbound threw, and it was done before");
    check(
        wasDone || finished == 0 || thrown != null,
        () -> "closeInbound is silent, and there was no close_notify");
    inboundClosed |= !wasDone;
  }

  /** Judges what it says of itself when nobody calls. */
  void look() {
    boolean inbound = engine.isInboundDone();
    boolean outbound = engine.isOutboundDone();
    check(
        !inbound || inboundClosed || closeSeen || failure != null || taskDone || isAbandoned(),
        () -> "the inbound is done for no reason");
    check(
        !outbound || outboundClosed || closeSeen || inboundClosed || failure != null || taskDone,
        () -> "the outbound is done for no reason");
    check(engine.getHandshakeStatus() != FINISHED, () -> "getHandshakeStatus() says FINISHED");
    check(
        !inbound || !outbound || engine.getHandshakeStatus() == NOT_HANDSHAKING,
        () -> "all is done, and it is " + engine.getHandshakeStatus());
    check(engine.getSession() != null, () -> "there is no session");
    if (finished > 0 && failure == null && !inboundClosed && strict) {
      check(engine.getHandshakeSession() == null, () -> "a handshake session after the handshake");
    }
  }

  /** Calls that must be refused, and change nothing. */
  void misuse(MachineChoices choices) {
    HandshakeStatus before = engine.getHandshakeStatus();
    ByteBuffer room = ByteBuffer.allocate(choices.size(20_000));
    ByteBuffer none = ByteBuffer.allocate(0);
    ByteBuffer[] holed = {none, null};
    switch (choices.below(8)) {
      case 0 -> refused(IllegalArgumentException.class, () -> engine.wrap(none, null));
      case 1 -> refused(IllegalArgumentException.class, () -> engine.unwrap(null, room));
      case 2 ->
          refused(ReadOnlyBufferException.class, () -> engine.wrap(none, room.asReadOnlyBuffer()));
      case 3 ->
          refused(
              ReadOnlyBufferException.class, () -> engine.unwrap(none, room.asReadOnlyBuffer()));
      case 4 -> refused(IllegalArgumentException.class, () -> engine.wrap(holed, room));
      case 5 -> refused(IllegalArgumentException.class, () -> engine.unwrap(none, holed));
      case 6 -> refused(IndexOutOfBoundsException.class, () -> engine.wrap(holed, 1, 2, room));
      default -> refused(IndexOutOfBoundsException.class, () -> engine.unwrap(none, holed, -1, 1));
    }
    check(room.position() == 0, () -> "a refused call wrote");
    check(engine.getHandshakeStatus() == before, () -> "a refused call changed the status");
  }

  /** A call of an engine. */
  @FunctionalInterface
  private interface Call {
    SSLEngineResult make() throws SSLException;
  }

  private void refused(Class<? extends RuntimeException> wanted, Call call) {
    try {
      SSLEngineResult result = call.make();
      check(false, () -> "what calls for " + wanted.getSimpleName() + " says " + result);
    } catch (RuntimeException e) {
      if (!wanted.isInstance(e)) {
        throw e;
      }
    } catch (SSLException e) {
      failed(e, false); // what a task has left
    }
  }

  long sent() {
    return sent;
  }

  long received() {
    return received;
  }

  /** How often FINISHED was said. */
  int finished() {
    return finished;
  }

  boolean isFinished() {
    return finished > 0;
  }

  boolean isOutboundClosed() {
    return outboundClosed;
  }

  boolean isInboundOver() {
    return inboundClosed || closeSeen;
  }

  boolean isInboundClosed() {
    return inboundClosed;
  }

  /** Whether the peer's end was seen, as CLOSED without a failure. */
  boolean isCloseSeen() {
    return closeSeen;
  }

  SSLException failure() {
    return failure;
  }

  /** Whether it failed in such a way that its peer has to be told, and has sent nothing since. */
  boolean owesAlert() {
    return alertDue && sentAfterFailure == 0;
  }

  /** Whether it failed and has told its peer so. */
  boolean hasAlerted() {
    return alertDue && sentAfterFailure > 0;
  }

  @Override
  public String toString() {
    return "finished "
        + finished
        + ", sent "
        + sent
        + ", received "
        + received
        + (outboundClosed ? ", closed outbound" : "")
        + (inboundClosed ? ", closed inbound" : "")
        + (closeSeen ? ", saw the close" : "")
        + (failure == null ? "" : ", failed by " + failure);
  }
}
