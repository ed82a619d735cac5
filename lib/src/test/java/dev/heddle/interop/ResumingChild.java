package dev.heddle.interop;

import dev.heddle.config.Credentials;
import dev.heddle.config.Session;
import dev.heddle.config.TicketKeyFile;
import dev.heddle.config.TicketKeys;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process of its own that resumes what another one has begun, for {@link ProcessesTest}. A client
 * shakes hands once, offering the session that is saved in a directory, and saves the one that it
 * has then; a server goes on until it is ended. Prints a line for each connection.
 */
final class ResumingChild {

  static final String KEYS = "ticket.keys";

  private static final String SAVED = "session";
  private static final String PURPOSE = "resuming child";

  private ResumingChild() {}

  /** Puts into the directory what both ends need of certificates. */
  static void prepare(Path directory, Identity root, Identity server) throws IOException {
    Files.writeString(directory.resolve("root.pem"), root.certificatePem());
    Files.writeString(directory.resolve("chain.pem"), server.chainPem());
    Files.writeString(directory.resolve("key.pem"), server.keyPem());
  }

  /** {@code client} or {@code server}, the version, the directory, a file of keys in it, a port. */
  public static void main(String[] args) throws Exception {
    TlsVersion version = TlsVersion.valueOf(args[1]);
    Path directory = Path.of(args[2]);
    TicketKeys keys = TicketKeyFile.open(directory.resolve(args[3]));
    if (args[0].equals("client")) {
      connect(version, directory, keys, Integer.parseInt(args[4]));
    } else {
      serve(version, directory, keys);
    }
  }

  private static void connect(TlsVersion version, Path directory, TicketKeys keys, int port)
      throws IOException {
    SslContext context =
        SslContext.client()
            .trust(Trust.pem(directory.resolve("root.pem")))
            .minProtoVersion(version)
            .maxProtoVersion(version)
            .build();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Ssl ssl = context.newSsl()) {
      ssl.set1Host("localhost");
      Path saved = directory.resolve(SAVED);
      if (Files.exists(saved)) {
        byte[] sealed = Files.readAllBytes(saved);
        ssl.setSession(Session.open(sealed, keys, PURPOSE).orElseThrow());
      }
      ssl.setSocket(socket);
      require(ssl, ssl.connect());
      require(ssl, ssl.write("123\n".getBytes(StandardCharsets.US_ASCII)));
      require(ssl, ssl.read(new byte[100]));
      ssl.shutdown();
      Files.write(saved, ssl.getSession().seal(keys, PURPOSE));
      System.out.println(ssl.sessionReused() ? "reused" : "new");
    }
  }

  private static void serve(TlsVersion version, Path directory, TicketKeys keys)
      throws IOException {
    SslContext context =
        SslContext.server()
            .credentials(
                Credentials.pem(directory.resolve("chain.pem"), directory.resolve("key.pem")))
            .trust(Trust.pem(directory.resolve("root.pem")))
            .verifyPeerFailIfNoPeerCert()
            .minProtoVersion(version)
            .maxProtoVersion(version)
            .ticketKeys(keys)
            .build();
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      System.out.println(listener.getLocalPort());
      while (true) {
        try (Socket socket = listener.accept();
            Ssl ssl = context.newSsl()) {
          ssl.setSocket(socket);
          require(ssl, ssl.accept());
          byte[] line = new byte[100];
          int n = require(ssl, ssl.read(line));
          String name = ssl.getPeerCertificate().getSubjectX500Principal().getName();
          System.out.println((ssl.sessionReused() ? "reused " : "new ") + name);
          require(ssl, ssl.write(line, 0, n));
          ssl.shutdown();
        }
      }
    }
  }

  private static int require(Ssl ssl, int result) throws IOException {
    if (result <= 0) {
      throw new IOException(ssl.errors().getError().toString());
    }
    return result;
  }
}
