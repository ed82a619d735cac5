package dev.heddle.demo.jdbc;

import dev.heddle.demo.common.Machine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Virtual threads that query, in rounds. */
final class Load {

  /**
   * How much of it there is.
   *
   * @param threads how many query at the same time
   * @param connections how many connections they have between them
   * @param bytes the length of an answer
   * @param reconnects whether each query has a connection to itself
   */
  record Shape(int threads, int connections, int bytes, boolean reconnects) {}

  /** An open connection with its query, or a place for one. */
  private record Seat(Connection connection, PreparedStatement query) {
    static final Seat EMPTY = new Seat(null, null);
  }

  private final Database database;
  private final Shape shape;
  private volatile boolean cancelled;

  Load(Database database, Shape shape) {
    this.database = database;
    this.shape = shape;
  }

  /** Ends the round that runs, and all that are still to come. Any thread may call it. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Called now and then while a round runs. */
  @FunctionalInterface
  interface Watcher {
    void look();
  }

  /**
   * One round; returns when its threads have ended.
   *
   * @param queries how many, all threads together
   * @param time how long, whichever is over first
   */
  void run(Plug plug, Outcome outcome, long queries, Duration time, Watcher watcher)
      throws InterruptedException {
    Properties properties = plug.properties(database);
    BlockingQueue<Seat> seats = new ArrayBlockingQueue<>(shape.connections);
    try {
      for (int i = 0; i < shape.connections && !cancelled; i++) {
        seats.add(shape.reconnects ? Seat.EMPTY : sit(properties, outcome));
      }
      if (!cancelled) {
        query(properties, seats, outcome, queries, time, watcher);
      }
    } catch (SQLException e) {
      failed(outcome, e);
    } finally {
      seats.forEach(seat -> leave(seat, outcome));
    }
  }

  private void query(
      Properties properties,
      BlockingQueue<Seat> seats,
      Outcome outcome,
      long queries,
      Duration time,
      Watcher watcher)
      throws InterruptedException {
    AtomicLong left = new AtomicLong(queries);
    long cpuBefore = Machine.cpuNanos();
    long begun = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    Runnable work =
        () -> {
          while (!cancelled
              && System.nanoTime() - begun < time.toNanos()
              && left.getAndDecrement() > 0) {
            one(properties, seats, outcome);
          }
        };
    for (int i = 0; i < shape.threads; i++) {
      threads.add(Thread.ofVirtual().name("jdbc-" + i).start(work));
    }
    for (Thread each : threads) {
      while (!each.join(TICK)) {
        watcher.look();
      }
    }
    outcome.took(System.nanoTime() - begun, Machine.cpuNanos() - cpuBefore);
  }

  private void one(Properties properties, BlockingQueue<Seat> seats, Outcome outcome) {
    Seat seat = null;
    try {
      seat = seats.take();
      long begun = System.nanoTime();
      if (shape.reconnects) {
        Seat own = sit(properties, outcome);
        try {
          ask(own);
        } finally {
          own.connection.close();
        }
      } else {
        ask(seat);
      }
      outcome.answered(System.nanoTime() - begun);
    } catch (SQLException e) {
      failed(outcome, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts these threads", e);
    } finally {
      if (seat != null) {
        seats.add(seat);
      }
    }
  }

  /** What fails after Ctrl-C is nobody's fault: the database is told to end, too. */
  private void failed(Outcome outcome, SQLException e) {
    if (!cancelled) {
      outcome.failed(e);
    }
  }

  private Seat sit(Properties properties, Outcome outcome) throws SQLException {
    Sessions.Made made = Sessions.connect(database.url(), properties);
    outcome.connected(made);
    try {
      return new Seat(
          made.connection(), made.connection().prepareStatement("select repeat('x', ?)"));
    } catch (SQLException e) {
      made.connection().close();
      throw e;
    }
  }

  private void leave(Seat seat, Outcome outcome) {
    if (seat.connection != null) {
      try {
        seat.connection.close();
      } catch (SQLException e) {
        failed(outcome, e);
      }
    }
  }

  private void ask(Seat seat) throws SQLException {
    seat.query.setInt(1, shape.bytes);
    try (ResultSet rows = seat.query.executeQuery()) {
      if (!rows.next() || rows.getString(1).length() != shape.bytes) {
        throw new SQLException("the answer is not what was asked for");
      }
    }
  }

  private static final Duration TICK = Duration.ofMillis(200);
}
