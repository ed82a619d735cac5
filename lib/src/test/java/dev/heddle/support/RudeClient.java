package dev.heddle.support;

import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A client that shakes hands well and then sends whatever records it is told to. */
public final class RudeClient extends TlsClientProtocol {

  private RudeClient(Socket socket) throws IOException {
    super(socket.getInputStream(), socket.getOutputStream());
  }

  /** Shakes hands over a socket; the server has to do so meanwhile. */
  public static RudeClient connect(Socket socket, ProtocolVersion version) throws IOException {
    RudeClient client = new RudeClient(socket);
    client.connect(
        new DefaultTlsClient(new BcTlsCrypto(new SecureRandom())) {
          @Override
          protected ProtocolVersion[] getSupportedVersions() {
            return version.only();
          }

          @Override
          public TlsAuthentication getAuthentication() {
            return new Trusting();
          }
        });
    return client;
  }

  /** Sends one record, encrypted. */
  public void record(short contentType, byte... content) throws IOException {
    writeRecord(contentType, content, 0, content.length);
  }

  private static final class Trusting implements TlsAuthentication {
    @Override
    public void notifyServerCertificate(TlsServerCertificate certificate) {}

    @Override
    public TlsCredentials getClientCredentials(CertificateRequest request) {
      return null;
    }
  }
}
