package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.Bio;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.ssl.SslError;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * One of our ends that shakes hands, sends some data, expects some, and shuts down, in either mode
 * of the transport. Every step answers whether it is done; false is for a transport that does not
 * block: call again.
 */
final class ScriptedEnd implements AutoCloseable {

  final Ssl ssl;
  private final boolean client;
  private final byte[] toSend;
  private final byte[] expected;
  private final byte[] got;
  private final IntSupplier chunk;
  private int sent;
  private int offered;
  private int received;
  private boolean ready;
  private boolean down;

  ScriptedEnd(
      boolean client,
      Terms terms,
      Bio source,
      Bio sink,
      byte[] toSend,
      byte[] expected,
      IntSupplier chunk) {
    this.client = client;
    this.toSend = toSend;
    this.expected = expected;
    this.got = new byte[expected.length];
    this.chunk = chunk;
    ssl = SslContext.from(HeddlePeer.config(terms, client)).build().newSsl();
    ssl.setBio(source, sink);
  }

  /** As far as it goes now, sending and reading in turns. */
  boolean advance() {
    return shakeHands() && send() & receive() && shutdown();
  }

  boolean shakeHands() {
    if (!ready) {
      ready = done(client ? ssl.connect() : ssl.accept());
    }
    return ready;
  }

  boolean send() {
    while (sent < toSend.length) {
      if (offered == 0) {
        offered = Math.min(chunk.getAsInt(), toSend.length - sent);
      }
      int n = ssl.write(toSend, sent, offered);
      if (!done(n)) {
        return false;
      }
      assertEquals(offered, n);
      sent += n;
      offered = 0;
    }
    return true;
  }

  boolean receive() {
    while (received < expected.length) {
      int most = Math.min(chunk.getAsInt(), expected.length - received);
      int n = ssl.read(got, received, most);
      if (!done(n)) {
        return false;
      }
      received += n;
    }
    return true;
  }

  /**
   * The client first, then the server, which is to see nothing but the end: with both at once over
   * a transport that takes less than an alert neither would read.
   */
  boolean shutdown() {
    if (!down && (client || sawEnd())) {
      int result = ssl.shutdown();
      if (result == 0) {
        result = ssl.shutdown();
      }
      down = done(result);
      if (down) {
        assertArrayEquals(expected, got);
        assertEquals(Ssl.SENT_SHUTDOWN | Ssl.RECEIVED_SHUTDOWN, ssl.getShutdown());
      }
    }
    return down;
  }

  private boolean sawEnd() {
    int n = ssl.read(new byte[1]);
    if (n > 0) {
      throw new AssertionError("more than was sent has come");
    }
    return ssl.getError(n) == SslError.ZERO_RETURN || done(n);
  }

  private boolean done(int result) {
    if (result > 0) {
      return true;
    }
    SslError error = ssl.getError(result);
    if (error == SslError.WANT_READ || error == SslError.WANT_WRITE) {
      return false;
    }
    throw new AssertionError(
        (client ? "client: " : "server: ")
            + error
            + " "
            + ssl.errors().getError()
            + String.format(" (sent %d, received %d of %d)", sent, received, expected.length));
  }

  /** For messages. */
  @Override
  public String toString() {
    return String.format(
        "%s: ready %s, sent %d of %d, received %d of %d, down %s, first bytes %s",
        client ? "client" : "server",
        ready,
        sent,
        toSend.length,
        received,
        expected.length,
        down,
        Arrays.toString(Arrays.copyOf(got, Math.min(8, received))));
  }

  @Override
  public void close() {
    ssl.close();
  }
}
