package dev.heddle.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingStream;

/**
 * Counts how often a virtual thread blocked without leaving its carrier: the JDK's own event, down
 * to the shortest, streamed while the program runs.
 */
final class Pinning implements AutoCloseable {

  private final RecordingStream stream = new RecordingStream();
  private final AtomicInteger ours = new AtomicInteger();
  private final AtomicInteger loading = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private final AtomicReference<String> example = new AtomicReference<>();

  private Pinning() {}

  /** Begins to count. */
  static Pinning watch() {
    Pinning pinning = new Pinning();
    pinning.stream.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
    pinning.stream.onEvent("jdk.VirtualThreadPinned", pinning::count);
    pinning.stream.startAsync();
    return pinning;
  }

  /** Ends, once all that has happened so far is counted. */
  @Override
  public void close() {
    try {
      stream.stop();
    } catch (IllegalStateException e) {
      // Already stopped, by the JVM when it is shutting down: what was streamed is counted.
    }
    stream.close();
  }

  /** Those with a frame of this project or of the TLS engine below it. */
  int ours() {
    return ours.get();
  }

  /** Those that waited for another thread to load or initialize a class: at most once a class. */
  int loading() {
    return loading.get();
  }

  /** Those of the JDK alone. */
  int others() {
    return others.get();
  }

  /** The first of ours, for a person to look at; null if there was none. */
  String example() {
    return example.get();
  }

  private void count(RecordedEvent event) {
    RecordedFrame frame = firstOfOurs(event);
    if (frame == null) {
      others.incrementAndGet();
      return;
    }
    if (isLoading(event)) {
      loading.incrementAndGet();
      return;
    }
    ours.incrementAndGet();
    example.compareAndSet(
        null,
        "for "
            + event.getDuration().toNanos() / 1000
            + " us in "
            + name(event.getStackTrace().getFrames().get(0))
            + " below "
            + name(frame));
  }

  /**
   * Whether it was for a class. Java 21 does not report those. From Java 24 on monitors do not pin;
   * one that did was entered by the JVM itself, on the way to a class.
   */
  private static boolean isLoading(RecordedEvent event) {
    return text(event, "pinnedReason").startsWith("Waited for initialization")
        || text(event, "blockingOperation").equals("Contended monitor enter");
  }

  private static String text(RecordedEvent event, String field) {
    String value = event.hasField(field) ? event.getString(field) : null;
    return value == null ? "" : value;
  }

  private static RecordedFrame firstOfOurs(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return null;
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (type.startsWith("dev.heddle.") || type.startsWith("org.bouncycastle.")) {
        return frame;
      }
    }
    return null;
  }

  private static String name(RecordedFrame frame) {
    var method = frame.getMethod();
    return method.getType().getName() + "." + method.getName() + ":" + frame.getLineNumber();
  }
}
