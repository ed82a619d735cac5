package dev.heddle.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test in which a virtual thread blocked without leaving its carrier, with our frames or
 * those of the TLS engine below on its stack. For {@code @ExtendWith}.
 *
 * <p>The JDK writes the event when the blocked call ends, so a test joins its threads. Blocking
 * inside a monitor pins before JDK 24 only: what this guards is worth most on 21.
 */
public final class PinGuard implements BeforeEachCallback, AfterEachCallback {

  /** Tests that call drivers, which may pin by themselves: with no frame but these, they did. */
  private static final String DRIVERS = "dev.heddle.drivers.";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(PinGuard.class);

  /** Ours, the engine's below, and the JDK's, whose monitors we are to know of. */
  private static final Pattern FAMILIAR =
      Pattern.compile("(dev\\.heddle|org\\.bouncycastle|java|javax|jdk|sun|com\\.sun)\\.");

  /** What is recorded between {@link #start} and {@link #stop}, for a test that looks itself. */
  public static final class Watch implements AutoCloseable {
    private final Recording recording = new Recording();

    public static Watch start() {
      Watch watch = new Watch();
      watch
          .recording
          .enable("jdk.VirtualThreadPinned")
          .withThreshold(Duration.ZERO)
          .withStackTrace();
      watch.recording.start();
      return watch;
    }

    /** The stacks of ours that pinned their carriers. */
    public List<String> stop() {
      try (recording) {
        recording.stop();
        Path file = Files.createTempFile("heddle-pins", ".jfr");
        try {
          recording.dump(file);
          return RecordingFile.readAllEvents(file).stream()
              .filter(PinGuard::isOurs)
              .map(PinGuard::text)
              .toList();
        } finally {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      recording.close();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put(context.getUniqueId(), Watch.start());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Watch watch = context.getStore(NAMESPACE).remove(context.getUniqueId(), Watch.class);
    List<String> pins = watch.stop();
    if (!pins.isEmpty()) {
      throw new AssertionError(
          pins.size() + " times a carrier was pinned, first:\n" + pins.getFirst());
    }
  }

  /**
   * Not where the recorder waits for its own lock, which only whoever records does; nor where a
   * thread that is being interrupted waits for the JDK to close its channel; nor inside a
   * synchronized method of somebody else's, such as a driver's, where whatever blocks pins, or of
   * JNDI's LDAP, which writes and closes inside monitors.
   */
  private static boolean isOurs(RecordedEvent event) {
    List<String> frames = frames(event);
    return !frames.isEmpty()
        && !frames.getFirst().startsWith("jdk.jfr.")
        && !frames.getFirst().startsWith("java.lang.Thread.blockedOn:")
        && frames.stream().noneMatch(PinGuard::isForeignMonitor)
        && frames.stream()
            .anyMatch(
                frame ->
                    frame.startsWith("dev.heddle.") && !frame.startsWith(DRIVERS)
                        || frame.startsWith("org.bouncycastle."));
  }

  private static boolean isForeignMonitor(String frame) {
    if (frame.startsWith("com.sun.jndi.ldap.")) {
      return true;
    }
    if (FAMILIAR.matcher(frame).lookingAt()) {
      return false;
    }
    String method = frame.substring(0, frame.lastIndexOf(':'));
    int dot = method.lastIndexOf('.');
    try {
      Class<?> type =
          Class.forName(method.substring(0, dot), false, PinGuard.class.getClassLoader());
      return Stream.of(type.getDeclaredMethods())
          .filter(each -> each.getName().equals(method.substring(dot + 1)))
          .anyMatch(each -> Modifier.isSynchronized(each.getModifiers()));
    } catch (ClassNotFoundException | LinkageError hiddenOrBroken) {
      return false;
    }
  }

  private static String text(RecordedEvent event) {
    return "for " + event.getDuration() + "\n  at " + String.join("\n  at ", frames(event));
  }

  private static List<String> frames(RecordedEvent event) {
    RecordedStackTrace stack = event.getStackTrace();
    List<String> frames = new ArrayList<>();
    if (stack != null) {
      for (var frame : stack.getFrames()) {
        var method = frame.getMethod();
        frames.add(
            method.getType().getName() + "." + method.getName() + ":" + frame.getLineNumber());
      }
    }
    return frames;
  }
}
