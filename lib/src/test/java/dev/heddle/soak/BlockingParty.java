package dev.heddle.soak;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Watchdog;
import dev.heddle.ssl.Ssl;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** An end over a transport that blocks: plain code, with a thread for each direction or one. */
class BlockingParty extends Party {

  /** Makes the transport, on the party's own thread. */
  interface Connector {
    Bio connect() throws IOException;
  }

  private final Connector connector;
  private final Runnable begins;

  /**
   * An end to run.
   *
   * @param begins run when the transport is set, before the first call
   */
  BlockingParty(
      Plan plan, boolean client, Ssl ssl, Strike strike, Connector connector, Runnable begins) {
    super(plan, client, ssl, strike);
    this.connector = connector;
    this.begins = begins;
  }

  @Override
  void run() {
    Watchdog.Alarm alarm = patience();
    try {
      over(connector.connect());
      begins.run();
      if (completes(this::shakeHands) && shookHands()) {
        converse();
      }
    } catch (IOException e) {
      // The peer has gone before there was a connection.
    } finally {
      alarm.cancel();
      finish();
    }
  }

  /** Done with it. */
  void finish() {
    ssl.close();
  }

  private void converse() {
    if (end.duplex()) {
      Thread reader = start("-reader", end.virtual(), this::readAll);
      if (!writeAll()) {
        close(); // as whoever has another thread in it would do
      }
      join(reader);
    } else if (client) {
      if (writeAll()) {
        readAll();
      }
    } else {
      readAll();
      if (sawCloseNotify()) {
        writeAll();
      }
    }
    if (sawCloseNotify() && !hasMoreToWrite()) {
      Came came;
      do {
        came = shutDown();
      } while (came == Came.ON || came == Came.BACK);
    }
  }

  private void readAll() {
    SplittableRandom pauses = plan.random(name() + "'s pauses");
    Came came;
    do {
      if (plan.has(Hardship.SLOW_READER) && pauses.nextInt(8) == 0) {
        LockSupport.parkNanos(500_000);
      }
      came = read();
    } while (came == Came.ON || came == Came.BACK);
    if (came == Came.TO_NOTHING) {
      close();
    }
  }

  /** Sends all, and close_notify; whether that succeeded. */
  private boolean writeAll() {
    while (hasMoreToWrite()) {
      if (!completes(this::write)) {
        return false;
      }
    }
    return completes(this::shutDown);
  }

  private static boolean completes(Supplier<Came> call) {
    Came came;
    do {
      came = call.get();
    } while (came == Came.BACK);
    return came != Came.TO_NOTHING;
  }
}
