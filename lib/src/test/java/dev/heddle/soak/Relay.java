package dev.heddle.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between two sockets and passes on what comes, a virtual thread for each direction: in
 * pieces, late, and with what the plan wants done to it.
 */
final class Relay implements AutoCloseable {

  private final Plan plan;
  private final Strike strike;
  private final ServerSocket listener;
  private final Socket far;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Thread> threads;
  private volatile Socket near;
  private volatile Thread back;
  private volatile boolean stalled;

  /**
   * Begins to wait for the client.
   *
   * @param listener where the client will connect to
   * @param far the socket that leads to the server
   */
  Relay(Plan plan, Strike strike, ServerSocket listener, Socket far) {
    this.plan = plan;
    this.strike = strike;
    this.listener = listener;
    this.far = far;
    this.threads = List.of(start("to-server", this::serve));
  }

  private Thread start(String name, Runnable work) {
    return Thread.ofVirtual().name("soak-" + plan.number() + "-" + name).start(work);
  }

  private void serve() {
    try {
      near = listener.accept();
      listener.close();
      Listener.shrink(plan, near);
      back = start("to-client", () -> pump(far, near, false));
      pump(near, far, true);
    } catch (IOException e) {
      reset(far); // no client has come
    }
  }

  private void pump(Socket from, Socket to, boolean fromClient) {
    SplittableRandom random = plan.random(fromClient ? "relay to server" : "relay to client");
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      long passed = 0;
      int n;
      while ((n = in.read(buffer, 0, 1 + random.nextInt(buffer.length))) > 0) {
        int off = 0;
        while (off < n) {
          if (stalled) {
            over.await();
            return;
          }
          long before = strike.before(fromClient, passed);
          if (before == 0) {
            if (strike.comes() && !goesOnAfter(from, to, buffer, off)) {
              return;
            }
            continue;
          }
          int most = plan.has(Hardship.TINY_SEGMENTS) ? 1 + random.nextInt(20) : n;
          int some = (int) Math.min(before, Math.min(most, n - off));
          if (plan.has(Hardship.DELAYS) && random.nextInt(8) == 0) {
            LockSupport.parkNanos(random.nextInt(2_000_000));
          }
          out.write(buffer, off, some);
          off += some;
          passed += some;
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the relay", e);
    }
  }

  private boolean goesOnAfter(Socket from, Socket to, byte[] buffer, int off) throws IOException {
    switch (plan.trouble()) {
      case CUT -> {
        to.close();
        from.close();
        return false;
      }
      case HALF_CUT -> {
        to.shutdownOutput();
        from.getInputStream().transferTo(OutputStream.nullOutputStream());
        return false;
      }
      case RESET -> {
        reset(to);
        reset(from);
        return false;
      }
      case STALL -> stalled = true;
      case FLIP -> buffer[off] ^= (byte) (1 << (plan.atByte() & 7));
      default -> strike.atParty();
    }
    return true;
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // It is closed already.
    }
    close(socket);
  }

  private static void close(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      throw new AssertionError("a loopback socket cannot be closed", e);
    }
  }

  /** Ends it, whatever is under way, and waits for its threads. */
  @Override
  public void close() {
    over.countDown();
    close(listener);
    close(far);
    if (near != null) {
      close(near);
    }
    threads.forEach(Party::join);
    if (near != null) {
      close(near); // it may have come in between
    }
    if (back != null) {
      Party.join(back);
    }
  }

  /** No client will come any more. */
  void endWaiting() {
    close(listener);
  }

  /** Its threads, as far as they have begun. */
  List<Thread> threads() {
    return back == null ? threads : List.of(threads.getFirst(), back);
  }
}
