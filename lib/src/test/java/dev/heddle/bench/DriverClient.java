package dev.heddle.bench;

import dev.heddle.drivers.Face;
import dev.heddle.drivers.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.TlsVersion;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The client of a {@link DriverBench}: a process that uses drivers over one face of {@code
 * javax.net.ssl}, the argument. The first line of its input is the parties, its answer 0; then each
 * line is answered by what the work has cost the process.
 *
 * <ul>
 *   <li>{@code get PORT BYTES COUNT}: gets {@code /data}, which has so many bytes, so often, by
 *       OkHttp over HTTP/2.
 *   <li>{@code out PORT BYTES COUNT}, {@code in PORT BYTES COUNT}: has PostgreSQL COPY about so
 *       much to us, or from us, so often, by pgjdbc.
 * </ul>
 */
final class DriverClient {

  private final SSLSocketFactory factory;
  private final OkHttpClient http;

  private DriverClient(Face face, Parties parties) throws Exception {
    factory = new OneSuite(face.context(parties.root(), null).getSocketFactory());
    ConnectionSpec suite =
        new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .tlsVersions(TlsVersion.TLS_1_3)
            .cipherSuites(CipherSuite.TLS_AES_128_GCM_SHA256)
            .build();
    http =
        new OkHttpClient.Builder()
            .sslSocketFactory(factory, (X509TrustManager) Face.trust(parties.root())[0])
            .connectionSpecs(List.of(suite))
            .build();
  }

  /** Takes the face. */
  public static void main(String[] arguments) throws Exception {
    Answers.give(parties -> new DriverClient(Face.valueOf(arguments[0]), parties)::answer);
    System.exit(0); // the drivers' threads would go on
  }

  private Cost answer(String... command) throws Exception {
    int port = Integer.parseInt(command[1]);
    long bytes = Long.parseLong(command[2]);
    int count = Integer.parseInt(command[3]);
    return switch (command[0]) {
      case "get" -> get(port, bytes, count);
      case "out" -> out(port, bytes, count);
      case "in" -> in(port, bytes, count);
      default -> throw new IllegalArgumentException("unknown command: " + command[0]);
    };
  }

  private Cost get(int port, long bytes, int count) throws IOException {
    Request request = new Request.Builder().url("https://localhost:" + port + "/data").build();
    byte[] buffer = new byte[BUFFER];
    Cost before = Cost.now();
    for (int i = 0; i < count; i++) {
      try (Response response = http.newCall(request).execute();
          InputStream body = response.body().byteStream()) {
        if (response.protocol() != Protocol.HTTP_2) {
          throw new IOException("not HTTP/2: " + response);
        }
        check(bytes, readAll(body, buffer));
      }
    }
    return Cost.now().since(before);
  }

  private static long readAll(InputStream in, byte[] buffer) throws IOException {
    long sum = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sum += n;
    }
    return sum;
  }

  private Cost out(int port, long bytes, int count) throws Exception {
    try (Connection connection = Postgres.connect(port, Postgres.properties(factory))) {
      String query =
          "copy (select repeat('x', %d) from generate_series(1, %d)) to stdout"
              .formatted(ROW - 1, bytes / ROW);
      var sink = new Sink();
      Cost before = Cost.now();
      for (int i = 0; i < count; i++) {
        copies(connection).copyOut(query, sink);
      }
      Cost cost = Cost.now().since(before);
      check(bytes / ROW * ROW * count, sink.count);
      return cost;
    }
  }

  private Cost in(int port, long bytes, int count) throws Exception {
    byte[] rows = new byte[ROW * ROWS];
    Arrays.fill(rows, (byte) 'x');
    for (int end = ROW; end <= rows.length; end += ROW) {
      rows[end - 1] = '\n';
    }
    try (Connection connection = Postgres.connect(port, Postgres.properties(factory));
        Statement statement = connection.createStatement()) {
      statement.execute("create temp table rows (line text)");
      long blocks = bytes / rows.length;
      Cost before = Cost.now();
      for (int i = 0; i < count; i++) {
        var copy = copies(connection).copyIn("copy rows from stdin");
        for (long block = 0; block < blocks; block++) {
          copy.writeToCopy(rows, 0, rows.length);
        }
        check(blocks * ROWS, copy.endCopy());
        statement.execute("truncate rows");
      }
      return Cost.now().since(before);
    }
  }

  private static CopyManager copies(Connection connection) throws Exception {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static void check(long expected, long actual) throws IOException {
    if (expected != actual) {
      throw new IOException("expected " + expected + ", but there are " + actual);
    }
  }

  private static final class Sink extends OutputStream {
    private long count;

    @Override
    public void write(int one) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }

  /** The bytes of a row, its end included. */
  private static final int ROW = 1000;

  /** The rows that are sent at a time. */
  private static final int ROWS = 50;

  private static final int BUFFER = 65_536;
}
