package dev.heddle.engine;

import java.io.IOException;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;

/** A bctls client and server in one thread, to drive a crypto through whole handshakes. */
public final class Loopback {

  /** What both ends are to agree on; an empty group list leaves bctls' defaults. */
  public record Terms(ProtocolVersion version, int suite, List<Integer> groups) {}

  private Loopback() {}

  /** Moves bytes until neither end has any left for the other. */
  public static void pump(TlsProtocol a, TlsProtocol b) throws IOException {
    while (move(a, b) | move(b, a)) {
      continue;
    }
  }

  private static boolean move(TlsProtocol from, TlsProtocol to) throws IOException {
    int available = from.getAvailableOutputBytes();
    if (available == 0) {
      return false;
    }
    byte[] bytes = new byte[available];
    from.readOutput(bytes, 0, available);
    to.offerInput(bytes);
    return true;
  }

  /** Sends data through an established pair and gives back what came out. */
  public static byte[] send(TlsProtocol from, TlsProtocol to, byte[] data) throws IOException {
    from.writeApplicationData(data, 0, data.length);
    pump(from, to);
    byte[] received = new byte[to.getAvailableInputBytes()];
    to.readInput(received, 0, received.length);
    return received;
  }

  public static TlsClientProtocol connect(Client client) throws IOException {
    var protocol = new TlsClientProtocol();
    protocol.connect(client);
    return protocol;
  }

  public static TlsServerProtocol accept(Server server) throws IOException {
    var protocol = new TlsServerProtocol();
    protocol.accept(server);
    return protocol;
  }

  /** Trusts any server; may have credentials. */
  public static class Client extends DefaultTlsClient {
    private final Terms terms;
    private final LocalCredentials credentials;
    public Certificate serverCertificate;
    public int agreedGroup;

    public Client(TlsCrypto crypto, Terms terms, LocalCredentials credentials) {
      super(crypto);
      this.terms = terms;
      this.credentials = credentials;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return terms.version().only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {terms.suite()};
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
      return terms.groups().isEmpty()
          ? super.getSupportedGroups(namedGroupRoles)
          : new Vector<>(terms.groups());
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Vector getEarlyKeyShareGroups() {
      return terms.groups().isEmpty()
          ? super.getEarlyKeyShareGroups()
          : new Vector<>(terms.groups());
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
          serverCertificate = certificate.getCertificate();
          verify(serverCertificate);
        }

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) {
          return credentials == null
              ? null
              : signer(
                  context,
                  credentials,
                  request.getSupportedSignatureAlgorithms(),
                  request.getCertificateRequestContext());
        }
      };
    }

    /** For a subclass that checks. */
    protected void verify(Certificate chain) throws IOException {}

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      agreedGroup = context.getSecurityParametersConnection().getNegotiatedGroup();
    }
  }

  /** Has credentials; may ask for the client's. */
  public static class Server extends DefaultTlsServer {
    private final Terms terms;
    private final LocalCredentials credentials;
    private final boolean askClient;
    public Certificate clientCertificate;

    public Server(TlsCrypto crypto, Terms terms, LocalCredentials credentials, boolean askClient) {
      super(crypto);
      this.terms = terms;
      this.credentials = credentials;
      this.askClient = askClient;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return terms.version().only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {terms.suite()};
    }

    @Override
    public int[] getSupportedGroups() throws IOException {
      return terms.groups().isEmpty()
          ? super.getSupportedGroups()
          : terms.groups().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public TlsCredentials getCredentials() {
      SecurityParameters agreed = context.getSecurityParametersHandshake();
      boolean rsaExchange = agreed.getKeyExchangeAlgorithm() == KeyExchangeAlgorithm.RSA;
      return rsaExchange
          ? credentials.decryptor()
          : signer(context, credentials, agreed.getClientSigAlgs(), new byte[0]);
    }

    @Override
    public CertificateRequest getCertificateRequest() throws IOException {
      if (!askClient) {
        return null;
      }
      var algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
      return TlsUtils.isTLSv13(context)
          ? new CertificateRequest(new byte[0], algorithms, null, null)
          : new CertificateRequest(
              new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
              algorithms,
              null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) {
      clientCertificate = certificate;
    }
  }

  private static TlsCredentials signer(
      TlsContext context, LocalCredentials credentials, List<?> peerAlgorithms, byte[] request) {
    boolean isTls13 = TlsUtils.isTLSv13(context);
    SignatureAndHashAlgorithm algorithm =
        credentials.algorithms(isTls13).stream()
            .filter(peerAlgorithms::contains)
            .findFirst()
            .orElseThrow();
    var parameters = new TlsCryptoParameters(context);
    return request == null || request.length == 0
        ? credentials.signer(parameters, algorithm)
        : credentials.signer(parameters, algorithm, request);
  }
}
