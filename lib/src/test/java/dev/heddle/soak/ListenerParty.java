package dev.heddle.soak;

import dev.heddle.bio.Bio;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.net.ConnectionEvent;
import dev.heddle.net.TlsListener;
import dev.heddle.net.TlsSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** A server's end that a {@link TlsListener} has accepted, and has shaken hands on. */
final class ListenerParty extends SocketParty {

  private final TlsListener listener;
  private final CompletableFuture<TlsSocket> accepted = new CompletableFuture<>();
  private final CountDownLatch done = new CountDownLatch(1);

  ListenerParty(Plan plan, TlsConfig config, Strike strike) throws IOException {
    super(plan, false, config, strike, () -> null);
    listener =
        TlsListener.builder()
            .config(config)
            .limits(limits)
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .listener(this::told)
            .start(this::serve);
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private void serve(TlsSocket socket) throws IOException {
    accepted.complete(socket);
    try {
      done.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("the listener was stopped");
    }
  }

  private void told(ConnectionEvent event) {
    if (event instanceof ConnectionEvent.Handshake shaken && shaken.failure() != null) {
      accepted.completeExceptionally(shaken.failure().toException());
    }
  }

  /** There is no transport to be set: the listener has it. */
  @Override
  void over(Bio transport) {
    hasBegun();
  }

  @Override
  TlsSocket open() throws IOException {
    try {
      return accepted.get();
    } catch (ExecutionException e) {
      throw (IOException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      listener.stop(Duration.ZERO);
      throw failure(Fault.Cancelled.INTERRUPTED);
    }
  }

  @Override
  void close() {
    super.close();
    if (!accepted.isDone()) {
      listener.stop(Duration.ZERO);
      accepted.completeExceptionally(failure(Fault.Cancelled.CLOSED));
    }
  }

  @Override
  void finish() {
    super.finish();
    done.countDown();
    listener.stop(Duration.ofSeconds(1));
  }

  private static IOException failure(Fault fault) {
    return new FailureReport(fault, Phase.HELLO, null, 0, 0).toException();
  }
}
