package dev.heddle.soak;

import dev.heddle.bio.Bio;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.Fault;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.net.Limits;
import dev.heddle.net.TlsSocket;
import java.io.IOException;
import java.time.Duration;

/** An end that is a {@link TlsSocket}. */
class SocketParty extends BlockingParty {

  private interface Call {
    int call() throws IOException;
  }

  private final TlsConfig config;
  final Limits limits;
  private volatile Bio bio;
  private volatile TlsSocket socket;
  private volatile boolean closed;
  private boolean saidGoodbye; // the writer's, and after it the end's

  SocketParty(Plan plan, boolean client, TlsConfig config, Strike strike, Connector connector) {
    super(plan, client, null, strike, connector, () -> {});
    this.config = config;
    Duration read =
        plan.has(Hardship.TIMEOUTS) ? Duration.ofMillis(1 + random.nextInt(5)) : Limits.FOREVER;
    this.limits =
        new Limits(Limits.FOREVER, read, Limits.FOREVER, Duration.ofSeconds(1), Limits.FOREVER);
  }

  @Override
  void close() {
    closed = true;
    TlsSocket made = socket;
    Bio under = bio;
    if (made != null) {
      made.abort();
    } else if (under != null) {
      under.abort();
    }
  }

  @Override
  void finish() {
    if (socket != null) {
      socket.close();
    } else {
      close();
    }
  }

  @Override
  void set(Bio transport) {
    bio = transport;
    if (closed) { // whoever closed may have looked before
      transport.abort();
    }
  }

  @Override
  int callHandshake() {
    return answer(
        () -> {
          socket = open();
          if (closed) {
            socket.abort();
          }
          return 1;
        });
  }

  /** The connection, its handshake done. */
  TlsSocket open() throws IOException {
    return client ? TlsSocket.client(bio, config, limits) : TlsSocket.server(bio, config, limits);
  }

  @Override
  int callRead(byte[] target) {
    return answer(() -> Math.max(END, socket.read(target, 0, target.length)));
  }

  @Override
  int callWrite(byte[] data) {
    return data.length == 0
        ? 1
        : answer(
            () -> {
              socket.write(data, 0, data.length);
              return data.length;
            });
  }

  @Override
  int callShutdown() {
    if (saidGoodbye) {
      return 1; // only called again after the peer's
    }
    return answer(
        () -> {
          socket.shutdownOutput();
          saidGoodbye = true;
          return 0;
        });
  }

  @Override
  void callKeyUpdate(boolean request) {
    answer(
        () -> {
          socket.updateKeys(request);
          return 1;
        });
  }

  @Override
  Came after(int answer) {
    return answer > 0
        ? Came.ON
        : answer == END ? Came.TO_AN_END : answer == AGAIN ? Came.BACK : Came.TO_NOTHING;
  }

  private int answer(Call call) {
    try {
      return call.call();
    } catch (TlsTimeoutException e) {
      return AGAIN; // only reads have a limit
    } catch (TlsInterruptedException e) {
      failed(e.report().fault());
    } catch (TlsException e) {
      boolean ours = closed && e.fault() instanceof Fault.Misuse;
      failed(ours ? Fault.Cancelled.CLOSED : e.fault());
    } catch (IOException e) {
      defect("the " + name() + " threw " + e);
    }
    return FAILED;
  }

  private static final int END = 0;
  private static final int AGAIN = -1;
  private static final int FAILED = -2;
}
