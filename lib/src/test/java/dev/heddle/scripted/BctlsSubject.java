package dev.heddle.scripted;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * BouncyCastle's low-level TLS as its user has it who sets what the terms say and adds no check of
 * his own.
 */
final class BctlsSubject implements Subject {

  /** Costly to make. */
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private final Terms terms;
  private final JcaTlsCrypto crypto =
      new JcaTlsCryptoProvider().setProvider(PROVIDER).create(new SecureRandom());
  private final TlsProtocol protocol;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private boolean finished;
  private Exception failure;

  BctlsSubject(Terms terms) {
    this.terms = terms;
    protocol = terms.client() ? new TlsClientProtocol() : new TlsServerProtocol();
  }

  /** What may fail. */
  private interface Work {
    void run() throws IOException;
  }

  private byte[] advance(Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      failure = failure == null ? e : failure;
    }
    byte[] came = new byte[protocol.getAvailableInputBytes()];
    data.write(came, 0, Math.max(0, protocol.readInput(came, 0, came.length)));
    byte[] output = new byte[protocol.getAvailableOutputBytes()];
    protocol.readOutput(output, 0, output.length);
    return output;
  }

  @Override
  public byte[] start() {
    return advance(
        () -> {
          if (protocol instanceof TlsClientProtocol client) {
            client.connect(new Client());
          } else if (protocol instanceof TlsServerProtocol server) {
            server.accept(new Server());
          }
        });
  }

  @Override
  public byte[] take(byte[] bytes) {
    return advance(() -> protocol.offerInput(bytes.clone()));
  }

  @Override
  public byte[] end() {
    return advance(protocol::closeInput);
  }

  @Override
  public byte[] write(byte[] content) {
    return advance(() -> protocol.writeApplicationData(content, 0, content.length));
  }

  @Override
  public byte[] shutdown() {
    return advance(protocol::close);
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public boolean failed() {
    return failure != null;
  }

  @Override
  public String account() {
    return failure == null ? null : failure.toString();
  }

  @Override
  public Alert reported() {
    return switch (failure) {
      case TlsFatalAlert sent -> Alert.of(sent.getAlertDescription());
      case TlsFatalAlertReceived received -> Alert.of(received.getAlertDescription());
      case null, default -> null;
    };
  }

  @Override
  public byte[] data() {
    return data.toByteArray();
  }

  @Override
  public void close() {}

  private ProtocolVersion[] versions() {
    ProtocolVersion lowest = version(terms.min());
    return version(terms.max()).downTo(lowest);
  }

  private static ProtocolVersion version(TlsVersion version) {
    return version == TlsVersion.TLS_1_3 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12;
  }

  private Vector<ProtocolName> protocols() {
    Vector<ProtocolName> names = new Vector<>();
    terms.alpn().forEach(name -> names.add(ProtocolName.asUtf8Encoding(name)));
    return names.isEmpty() ? null : names;
  }

  private TlsCredentials credentials(TlsContext context, Identity identity, byte[] requestContext)
      throws IOException {
    List<X509Certificate> chain = identity.chain();
    TlsCertificate[] certificates = new TlsCertificate[chain.size()];
    CertificateEntry[] entries = new CertificateEntry[chain.size()];
    for (int i = 0; i < certificates.length; i++) {
      certificates[i] = crypto.createCertificate(Peer.encoded(chain.get(i)));
      entries[i] = new CertificateEntry(certificates[i], null);
    }
    Certificate certificate =
        TlsUtils.isTLSv13(context)
            ? new Certificate(requestContext, entries)
            : new Certificate(certificates);
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.key(),
        certificate,
        SignatureScheme.getSignatureAndHashAlgorithm(Signing.scheme(identity.type())));
  }

  private final class Client extends DefaultTlsClient {

    Client() {
      super(crypto);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return versions();
    }

    @Override
    protected Vector<Integer> getSupportedGroups(@SuppressWarnings("rawtypes") Vector roles) {
      return new Vector<>(terms.groups().stream().map(NamedGroup::code).toList());
    }

    @Override
    protected Vector<ProtocolName> getProtocolNames() {
      return protocols();
    }

    @Override
    protected Vector<ServerName> getSNIServerNames() {
      return terms.serverName() == null
          ? null
          : new Vector<>(List.of(new ServerName((short) 0, terms.serverName().getBytes())));
    }

    @Override
    protected CertificateStatusRequest getCertificateStatusRequest() {
      return terms.staple() ? super.getCertificateStatusRequest() : null;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      finished = true;
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate certificate) {}

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
          Identity identity = terms.identity(true);
          return identity == null
              ? null
              : credentials(context, identity, request.getCertificateRequestContext());
        }
      };
    }
  }

  private final class Server extends DefaultTlsServer {

    Server() {
      super(crypto);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      boolean ecdsa = terms.serverKey() == KeyType.EC_P256;
      return new int[] {Suites.AES_128_GCM, ecdsa ? Suites.ECDHE_ECDSA : Suites.ECDHE_RSA};
    }

    @Override
    public int[] getSupportedGroups() {
      return terms.groups().stream().mapToInt(NamedGroup::code).toArray();
    }

    @Override
    protected Vector<ProtocolName> getProtocolNames() {
      return protocols();
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
      return credentials(context, terms.identity(false), TlsUtils.EMPTY_BYTES);
    }

    @Override
    public CertificateRequest getCertificateRequest() throws IOException {
      if (!terms.clientAuth()) {
        return null;
      }
      var algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
      return TlsUtils.isTLSv13(context)
          ? new CertificateRequest(TlsUtils.EMPTY_BYTES, algorithms, null, null)
          : new CertificateRequest(
              new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
              algorithms,
              null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) {}

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      finished = true;
    }
  }
}
