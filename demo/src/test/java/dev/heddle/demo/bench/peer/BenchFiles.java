package dev.heddle.demo.bench.peer;

import dev.heddle.demo.bench.peer.Library.Connection;
import dev.heddle.demo.common.MadeUpCertificates;
import dev.heddle.demo.common.Pem;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A server's certificates in files, and settings that name them; {@code other.pem} is an authority
 * that it is not below.
 */
record BenchFiles(Path directory) {

  static final String HOST = "bench.test";

  static BenchFiles make(Path directory) throws IOException, CertificateEncodingException {
    var files = new BenchFiles(directory);
    var made = MadeUpCertificates.make(new GeneralName(GeneralName.dNSName, HOST));
    files.write("ca.pem", List.of(made.authority()));
    files.write("chain.pem", made.server().chain());
    Files.writeString(directory.resolve("key.pem"), Pem.key(made.server().privateKey()));
    files.write("other.pem", List.of(MadeUpCertificates.make().authority()));
    return files;
  }

  private void write(String file, List<X509Certificate> certificates)
      throws IOException, CertificateEncodingException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate each : certificates) {
      text.append(Pem.certificate(each.getEncoded()));
    }
    Files.writeString(directory.resolve(file), text);
  }

  /**
   * Settings for one connection at once.
   *
   * @param others more of them, which go before the usual ones; {@code ca} without the directory
   */
  Settings settings(String role, String... others) {
    List<String> all =
        new ArrayList<>(
            List.of(
                role,
                "host=" + HOST,
                "suite=TLS_AES_128_GCM_SHA256",
                "group=x25519",
                "at-once=1",
                "chain=" + directory.resolve("chain.pem"),
                "key=" + directory.resolve("key.pem")));
    for (String each : others) {
      all.add(each.startsWith("ca=") ? "ca=" + directory.resolve(each.substring(3)) : each);
    }
    return new Settings(all.toArray(String[]::new));
  }

  /**
   * Has a server send an octet over each connection and wait until the client closes it, in a
   * virtual thread that ends with the listener.
   */
  static void serve(ServerSocket listener, Library library) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept();
                    Connection connection = library.accept(socket)) {
                  connection.write(new byte[1]);
                  connection.read(new byte[1]);
                } catch (IOException e) {
                  continue; // the client tells of it, too
                }
              }
            });
  }
}
