package dev.heddle.support;

import dev.heddle.loop.LentBuffers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The threads, sockets and record buffers in use in this JVM at a moment, to find later what has
 * come since and not gone.
 *
 * <p>Virtual threads count, parked ones too. Sockets are seen where {@code /proc/self/fd} is;
 * elsewhere only threads are.
 *
 * @param lastThread threads are numbered upwards, so one number tells old from new
 * @param sockets as the system names them
 * @param buffers how many record buffers connections have borrowed
 */
public record Baseline(long lastThread, Set<String> sockets, int buffers) {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** Threads that live as long as the JVM, or end when the JDK thinks fit. */
  private static final Pattern LASTING =
      Pattern.compile(
          // the JDK's
          "(ForkJoinPool-1|ForkJoinPool\\.commonPool)-.*|VirtualThread-.*"
              + "|.*-Poller|(Read|Write)-Updater|MasterPoller|SubPoller-.*|process reaper.*"
              + "|InnocuousThread-.*" // of the pool for asynchronous channels of files and sockets
              + "|.*Cleaner.*|JFR .*|Attach Listener|Signal Dispatcher|Notification Thread"
              + "|C[12] CompilerThread.*|Keep-Alive-.*|RMI .*|Java2D.*|Sweeper.*"
              // JUnit's and Surefire's
              + "|junit-.*|surefire-.*|ping-.*|Timer-surefire.*"
              // a driver's, from the first look at all drivers on
              + "|mysql-cj-abandoned-connection-cleanup"
              // of OkHttp and its server, shared by all in the JVM, when idle
              + "|Okio Watchdog|OkHttp TaskRunner|MockWebServer TaskRunner"
              // of MongoDB's driver, likewise
              + "|BufferPoolPruner-.*"
              // Netty's, some seconds after the last event loop
              + "|globalEventExecutor-.*"
              // ours: one watchdog and the pool of resolvers, shared by all connections
              + "|heddle-watchdog.*|heddle-resolve.*");

  static {
    // The JDK keeps one socket of its own from the first close beside a blocked call on.
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel.open(listener.getLocalAddress()).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What there is now. */
  public static Baseline now() {
    return new Baseline(
        Thread.ofPlatform().unstarted(() -> {}).threadId(), openSockets(), LentBuffers.count());
  }

  /** Waits until nothing is left that was not there before, or patience ends. */
  public List<String> leftovers(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    List<String> left = whatIsNew();
    while (!left.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      left = whatIsNew();
    }
    return left;
  }

  private List<String> whatIsNew() {
    List<String> left = new ArrayList<>(newThreads(lastThread));
    for (String socket : openSockets()) {
      if (!sockets.contains(socket)) {
        left.add("open " + socket);
      }
    }
    if (LentBuffers.count() > buffers) {
      left.add(LentBuffers.count() - buffers + " record buffers that a connection has borrowed");
    }
    return left;
  }

  private static List<String> newThreads(long lastThread) {
    return LiveThreads.list().stream()
        .filter(thread -> thread.threadId() > lastThread && thread.isAlive())
        .filter(thread -> !LASTING.matcher(thread.getName()).matches())
        .map(Baseline::text)
        .toList();
  }

  private static String text(Thread thread) {
    StringBuilder text = new StringBuilder("thread " + thread);
    for (StackTraceElement each : thread.getStackTrace()) {
      text.append("\n    ").append(each);
    }
    return text.toString();
  }

  private static Set<String> openSockets() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return Set.of();
    }
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:")) {
            sockets.add(target);
          }
        } catch (NoSuchFileException closedMeanwhile) {
          continue;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sockets;
  }
}
