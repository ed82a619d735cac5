package dev.heddle.bench;

import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Many virtual threads blocked at once in a handshake, in a read and in a write: what each phase
 * takes, beside the processor time it used. A carrier that a blocked thread holds shows as a phase
 * that takes many times the server's delay.
 *
 * <p>Run it by hand with {@code ManyBlocked [connections] [delay in ms]}; on JDK 21 add {@code
 * -Djdk.tracePinnedThreads=full} to see who pins.
 */
public final class ManyBlocked {

  /**
   * One phase.
   *
   * @param wallMillis from the first call to the last return
   * @param cpuMillis what the whole process used meanwhile, both ends and the JVM's own threads
   */
  public record Phase(String name, long wallMillis, long cpuMillis) {
    @Override
    public String toString() {
      return String.format("%-10s %6d ms, CPU %6d ms", name, wallMillis, cpuMillis);
    }
  }

  private final int connections;
  private final int delayMillis;
  private final List<Ssl> clients = new ArrayList<>();
  private final List<Ssl> servers = new ArrayList<>();
  private final List<FutureTask<Void>> answering = new ArrayList<>();
  private final ScheduledExecutorService clock = clock();

  private ManyBlocked(int connections, int delayMillis) {
    this.connections = connections;
    this.delayMillis = delayMillis;
  }

  /** Runs the phases. A caller who measures runs them once before, with one connection. */
  public static List<Phase> run(int connections, int delayMillis) throws Exception {
    return new ManyBlocked(connections, delayMillis).phases();
  }

  /** Prints the phases. */
  public static void main(String[] args) throws Exception {
    int connections = args.length > 0 ? Integer.parseInt(args[0]) : 500;
    int delay = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    run(1, 0);
    print(run(connections, delay), System.out);
  }

  /** One line a phase. */
  public static void print(List<Phase> phases, PrintStream out) {
    phases.forEach(phase -> out.println(phase));
  }

  private List<Phase> phases() throws Exception {
    try {
      connect();
      return List.of(
          measure("handshake", this::shakeHands),
          measure("read", this::read),
          measure("write", this::write));
    } finally {
      clients.forEach(Ssl::close);
      servers.forEach(Ssl::close);
      clock.shutdownNow();
      clock.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private void connect() throws IOException {
    SslContext client = Ends.client(TlsVersion.TLS_1_3).build();
    SslContext server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build();
    try (ServerSocket listener = new ServerSocket()) {
      listener.setReceiveBufferSize(SMALL);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      for (int i = 0; i < connections; i++) {
        Socket socket = new Socket();
        socket.setSendBufferSize(SMALL);
        socket.connect(listener.getLocalSocketAddress());
        Ssl ssl = Ends.localhost(client);
        ssl.setSocket(socket);
        clients.add(ssl);
        Ssl accepted = server.newSsl();
        accepted.setSocket(listener.accept());
        servers.add(accepted);
      }
    }
  }

  /** Clients are in the handshake; the server answers each after the delay. */
  private void shakeHands() throws Exception {
    later(ssl -> check(1, ssl.accept(), ssl));
    together(ssl -> check(1, ssl.connect(), ssl));
  }

  /** Clients wait for a byte that comes after the delay. */
  private void read() throws Exception {
    later(ssl -> check(1, ssl.write(new byte[1]), ssl));
    together(ssl -> check(1, ssl.read(new byte[1]), ssl));
  }

  /** Clients write more than a socket takes; the server reads after the delay. */
  private void write() throws Exception {
    later(ssl -> readAll(ssl));
    together(ssl -> check(TOO_MUCH.length, ssl.write(TOO_MUCH), ssl));
  }

  private static void readAll(Ssl ssl) {
    byte[] buf = new byte[1 << 14];
    for (int left = TOO_MUCH.length; left > 0; ) {
      int n = ssl.read(buf);
      if (n <= 0) {
        throw new IllegalStateException(ssl.errors().getError().toString());
      }
      left -= n;
    }
  }

  /** A connection's part of a phase. */
  private interface Work {
    void on(Ssl ssl);
  }

  private void later(Work work) {
    for (Ssl ssl : servers) {
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                work.on(ssl);
                return null;
              });
      answering.add(task);
    }
    clock.schedule(
        () -> answering.forEach(task -> Thread.ofVirtual().start(task)),
        delayMillis,
        TimeUnit.MILLISECONDS);
  }

  private void together(Work work) throws Exception {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (Ssl ssl : clients) {
      tasks.add(
          Ends.virtually(
              () -> {
                start.await();
                work.on(ssl);
                return null;
              }));
    }
    start.countDown();
    tasks.addAll(answering);
    for (FutureTask<Void> task : tasks) {
      Ends.await(task);
    }
    answering.clear();
  }

  private static void check(int expected, int result, Ssl ssl) {
    if (result != expected) {
      throw new IllegalStateException(result + ": " + ssl.errors().getError());
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Phase measure(String name, Step step) throws Exception {
    long cpu = cpuNanos();
    long wall = System.nanoTime();
    step.run();
    return new Phase(
        name,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - wall),
        TimeUnit.NANOSECONDS.toMillis(cpuNanos() - cpu));
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static ScheduledExecutorService clock() {
    return new ScheduledThreadPoolExecutor(
        1, Thread.ofPlatform().daemon().name("test-clock").factory());
  }

  private static final int SMALL = 1 << 14;

  /** More than both sockets' small buffers take. */
  private static final byte[] TOO_MUCH = new byte[1 << 18];
}
