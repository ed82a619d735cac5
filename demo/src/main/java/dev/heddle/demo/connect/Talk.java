package dev.heddle.demo.connect;

import dev.heddle.demo.common.Failure;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.Lines;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Passes the standard input to the peer and what the peer sends to the standard output, until the
 * peer ends. One thread reads from the connection, another writes to it; neither waits for the
 * other, except that the reader ends both.
 */
final class Talk {

  private final Ssl ssl;
  private final Io io;
  private final boolean ignoreEof;
  private final AtomicReference<Failure> writeFailure = new AtomicReference<>();

  /**
   * A conversation.
   *
   * @param ignoreEof whether the end of the standard input is kept from the peer
   */
  Talk(Ssl ssl, Io io, boolean ignoreEof) {
    this.ssl = ssl;
    this.io = io;
    this.ignoreEof = ignoreEof;
  }

  /** Talks until the peer says close_notify, and answers it. */
  void run() throws Failure {
    // A daemon: nothing can interrupt a read of the standard input.
    Thread.ofPlatform().daemon().name("stdin").start(this::send);
    byte[] buffer = new byte[BUFFER];
    int n;
    while ((n = ssl.read(buffer)) > 0) {
      io.out().write(buffer, 0, n);
      io.out().flush();
    }
    if (ssl.getError(n) != SslError.ZERO_RETURN) {
      Failure read = Failure.of(ssl, n, "read");
      Failure write = writeFailure.get();
      throw write == null ? read : write;
    }
    ssl.shutdown();
  }

  private void send() {
    byte[] buffer = new byte[BUFFER];
    try {
      int n;
      while ((n = io.in().read(buffer)) >= 0) {
        int written = ssl.write(buffer, 0, n);
        if (n > 0 && written <= 0) {
          writeFailure.set(Failure.of(ssl, written, "write"));
          // The reader need not wait for the peer to find that out.
          ssl.close();
          return;
        }
      }
    } catch (IOException e) {
      io.err().println("stdin: " + Lines.oneLine(String.valueOf(e)));
    }
    if (!ignoreEof) {
      ssl.shutdown();
    }
  }

  private static final int BUFFER = 16384;
}
