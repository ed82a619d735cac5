package dev.heddle.drivers;

import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A server that stops reading, which holds whoever sends it a body. OkHttp's timeouts for that are
 * a watchdog that closes the socket beside the blocked write: the one of TLS, or the one below.
 */
@ExtendWith(PinGuard.class)
class OkHttpStuckTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final CountDownLatch ended = new CountDownLatch(1);
  private TalkServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TalkServer(Pki.server(Scenario.GOOD), false, plain -> {}, this::readNothing);
  }

  private void readNothing(Socket client) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() throws IOException {
    ended.countDown();
    server.close();
  }

  @Test
  void callTimeoutFreesTheWriter() throws Exception {
    endsInTime(OkHttp.client(Face.tested().context(Pki.root(), null)).callTimeout(LIMIT));
  }

  @Test
  void writeTimeoutFreesTheWriter() throws Exception {
    endsInTime(OkHttp.client(Face.tested().context(Pki.root(), null)).writeTimeout(LIMIT));
  }

  private void endsInTime(OkHttpClient.Builder builder) throws Exception {
    OkHttpClient client = builder.protocols(List.of(Protocol.HTTP_1_1)).build();
    Request request =
        new Request.Builder().url("https://localhost:" + server.port()).post(new Endless()).build();
    try {
      Blocked blocked = Blocked.virtually(() -> client.newCall(request).execute().close());
      Causes.demand(blocked.ended().thrown(), InterruptedIOException.class);
    } finally {
      OkHttp.close(client);
    }
  }

  private static final class Endless extends RequestBody {
    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      byte[] data = new byte[16_384];
      while (true) {
        sink.write(data);
      }
    }
  }
}
