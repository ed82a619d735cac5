package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.CallbackBio;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.ssl.ErrorEntry;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.ssl.SslError;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A handshake cut off at every byte offset ends in a fault that says so, and leaves nothing. */
class TruncationTest {

  @ParameterizedTest(name = "{0} under test, {1}")
  @CsvSource({"client,TLS_1_2", "client,TLS_1_3", "server,TLS_1_2", "server,TLS_1_3"})
  void everyOffsetOfAHandshakeEndsInAFault(String underTest, TlsVersion version) throws Exception {
    boolean client = underTest.equals("client");
    // Ed25519 and X25519: their messages have one length, so that offsets mean the same each time.
    SslContext server =
        Ends.server(KeyType.ED25519, version)
            .groupsList("X25519")
            .numTickets(0) // which come after the handshake
            .build();
    SslContext trusting = Ends.client(version).groupsList("X25519").build();
    int whole = run(client, trusting, server, Integer.MAX_VALUE);
    assertTrue(whole > 200, "a peer's part of a handshake is longer than " + whole + " bytes");
    for (int cut = 0; cut < whole; cut++) {
      run(client, trusting, server, cut);
    }
    assertEquals(0, Buffers.lent(), "record buffers not given back");
  }

  /** Runs one handshake; answers how many bytes the peer wanted to send. */
  private static int run(boolean client, SslContext trusting, SslContext server, int cut)
      throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl tested = client ? Ends.localhost(trusting) : server.newSsl();
        Ssl peer = client ? server.newSsl() : Ends.localhost(trusting)) {
      tested.setSocket(sockets.one());
      Cut limit = new Cut(sockets.other(), cut);
      peer.setBio(SocketBio.of(sockets.other()), limit.bio());
      FutureTask<Integer> peering =
          Ends.virtually(
              () -> {
                int result = client ? peer.accept() : peer.connect();
                limit.end();
                // Reads to the end: closing with bytes unread would reset the other side.
                sockets.other().getInputStream().transferTo(OutputStream.nullOutputStream());
                return result;
              });
      FutureTask<Void> testing = Ends.virtually(() -> test(tested, client, cut));
      Ends.await(testing);
      Ends.await(peering);
      return limit.wanted;
    }
  }

  private static Void test(Ssl tested, boolean client, int cut) {
    int result = client ? tested.connect() : tested.accept();
    if (cut == Integer.MAX_VALUE) {
      assertEquals(1, result, () -> "whole: " + tested.errors().peekError());
    } else {
      assertCutOff(tested, result, cut);
    }
    tested.close();
    return null;
  }

  private static void assertCutOff(Ssl ssl, int result, int cut) {
    assertEquals(-1, result, () -> "cut at " + cut);
    assertEquals(SslError.SSL, ssl.getError(result), () -> "cut at " + cut);
    ErrorEntry error = ssl.errors().getError();
    assertNotNull(error, () -> "no reason, cut at " + cut);
    assertEquals("unexpected eof while reading", error.reason(), () -> "cut at " + cut);
    Fault.Truncated fault = assertInstanceOf(Fault.Truncated.class, error.report().fault());
    assertNotNull(fault.waitingFor(), () -> "what was waited for, cut at " + cut);
    assertTrue(error.report().phase().isHandshake(), () -> "phase, cut at " + cut);
    assertEquals(cut, error.report().received(), "bytes received");
  }

  /** The sending side of a peer that falls silent after so many bytes and ends its stream. */
  private static final class Cut {
    private final Socket socket;
    private final int most;
    private int wanted;

    Cut(Socket socket, int most) {
      this.socket = socket;
      this.most = most;
    }

    CallbackBio bio() {
      return CallbackBio.over((b, o, n) -> 0, this::write).blocking(true).build();
    }

    private int write(byte[] buf, int off, int length) throws IOException {
      int allowed = Math.max(0, Math.min(length, most - wanted));
      if (allowed > 0) {
        socket.getOutputStream().write(buf, off, allowed);
      }
      wanted += length;
      if (wanted >= most) {
        end();
      }
      return length;
    }

    void end() throws IOException {
      if (!socket.isOutputShutdown() && !socket.isClosed()) {
        socket.shutdownOutput();
      }
    }
  }
}
