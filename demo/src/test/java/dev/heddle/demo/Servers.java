package dev.heddle.demo;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.demo.common.MadeUpCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.bouncycastle.asn1.x509.GeneralName;

/** An echo server as somebody else's: with its certificates in files. */
public record Servers(EchoServer server, Path directory) implements AutoCloseable {

  /** A server of this machine's names. */
  public static Servers start(Path directory) throws IOException {
    return start(directory, certificates(directory));
  }

  /** A server of another name. */
  public static Servers start(Path directory, String dnsName) throws IOException {
    GeneralName name = new GeneralName(GeneralName.dNSName, dnsName);
    return start(directory, write(directory, MadeUpCertificates.make(name)));
  }

  private static Servers start(Path directory, Credentials credentials) throws IOException {
    return new Servers(
        EchoServer.start(TlsConfig.builder().credentials(credentials).build(), 50), directory);
  }

  /** Makes certificates, and writes {@code ca.pem}, {@code cert.pem} and {@code key.pem}. */
  public static Credentials certificates(Path directory) throws IOException {
    return write(directory, MadeUpCertificates.make());
  }

  /** Writes the three files of certificates that were made. */
  public static Credentials write(Path directory, MadeUpCertificates made) throws IOException {
    write(directory.resolve("ca.pem"), made.authority());
    write(directory.resolve("cert.pem"), made.server().chain().getFirst());
    write(directory.resolve("key.pem"), "PRIVATE KEY", made.server().privateKey().getEncoded());
    return made.server();
  }

  public int port() {
    return server.port();
  }

  public String target() {
    return "127.0.0.1:" + port();
  }

  public String caFile() {
    return directory.resolve("ca.pem").toString();
  }

  @Override
  public void close() {
    server.close();
  }

  private static void write(Path file, X509Certificate certificate) throws IOException {
    try {
      write(file, "CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String label, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
  }
}
