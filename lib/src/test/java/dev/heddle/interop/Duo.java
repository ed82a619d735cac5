package dev.heddle.interop;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A client and a server. */
final class Duo implements AutoCloseable {

  final Peer client;
  final Peer server;

  /** What the ends agreed on, each in its own words. */
  Agreed atClient;

  Agreed atServer;

  private boolean closed;

  private Duo(Peer client, Peer server) {
    this.client = client;
    this.server = server;
  }

  /** Something that makes a client of a port. */
  interface Caller {
    Peer call(int port) throws Exception;
  }

  /** Something that makes a server. */
  interface Listener {
    Peer listen() throws Exception;
  }

  static Duo of(Listener listener, Caller caller) throws Exception {
    Peer server = listener.listen();
    try {
      return new Duo(caller.call(server.port()), server);
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
  }

  void shakeHands() throws Exception {
    together(() -> atClient = client.shakeHands(), () -> atServer = server.shakeHands());
  }

  /** Ends the connection in good order and shakes hands on another one of the same ends. */
  void again() throws Exception {
    end();
    shakeHands();
  }

  /** Ends the connection in good order; what follows is of another one. */
  void end() throws Exception {
    client.sendClose();
    server.expectClose();
    server.sendClose();
    if (!(client instanceof OpenSslPeer)) { // which does not say when it comes
      client.expectClose();
    }
    next();
  }

  /** Is done with a connection, however it has ended. */
  void next() throws Exception {
    server.next(); // openssl's client waits half a second for the end of the stream
    client.next();
  }

  /** How a connection that must fail did so at either end. */
  record Refusals(Refusal atClient, Refusal atServer) {}

  Refusals refusals() throws Exception {
    Refusal[] got = new Refusal[2];
    together(() -> got[0] = client.refusal(), () -> got[1] = server.refusal());
    return new Refusals(got[0], got[1]);
  }

  /** Something to do beside something else. */
  interface Task {
    void run() throws Exception;
  }

  /**
   * Does all this at once. If something fails the connection is closed, so that the others end too,
   * and it is thrown.
   */
  void together(Task... tasks) throws Exception {
    allAtOnce(this::close, tasks);
  }

  /** Does all this at once, and something else if a part of it fails, so that the others end. */
  static void allAtOnce(Task onFailure, Task... tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ExecutorCompletionService<Void> ended = new ExecutorCompletionService<>(threads);
      for (Task task : tasks) {
        ended.submit(
            () -> {
              task.run();
              return null;
            });
      }
      Throwable first = null;
      for (int i = 0; i < tasks.length; i++) {
        Throwable failure = failure(ended.poll(2L * Peer.PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        if (failure != null && first == null) {
          first = failure;
          onFailure.run();
        } else if (failure != null) {
          first.addSuppressed(failure);
        }
      }
      if (first instanceof Exception e) {
        throw e;
      }
      if (first instanceof Error e) {
        throw e;
      }
    }
  }

  private static Throwable failure(Future<Void> ended) throws InterruptedException {
    if (ended == null) {
      return new AssertionError("nothing has ended in time");
    }
    try {
      ended.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (server) {
      client.close();
    }
  }
}
