package dev.heddle.engine;

import dev.heddle.chain.Staple;
import dev.heddle.config.CertificateRequestInfo;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.ClientCertificateCallback;
import dev.heddle.config.Credentials;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;

/** The client's answers to bctls' questions, taken from the configuration. */
@SuppressWarnings({"rawtypes", "unchecked"}) // bctls speaks in raw Vectors and Hashtables
final class ClientAnswers extends DefaultTlsClient {

  private final EndRules rules;
  private final ClientResumption resumption;
  private List<Credentials> own;

  ClientAnswers(Crypto crypto, EndRules rules, ClientResumption resumption) {
    super(crypto);
    this.rules = rules;
    this.resumption = resumption;
    this.own = rules.config.credentials();
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return Wire.versions(rules.config);
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return Wire.cipherSuites(rules.config);
  }

  @Override
  protected Vector getSupportedGroups(Vector roles) {
    return Wire.vector(Wire.groups(rules.config));
  }

  /**
   * Shares for the first group and, where that is a hybrid, for the first classical one too: a
   * server without the hybrid then needs no second round.
   */
  @Override
  public Vector getEarlyKeyShareGroups() {
    List<NamedGroup> groups = Wire.groups(rules.config);
    Vector shares = new Vector();
    shares.add(groups.get(0).code());
    if (groups.get(0).hybrid()) {
      for (NamedGroup group : groups) {
        if (!group.hybrid()) {
          shares.add(group.code());
          break;
        }
      }
    }
    return shares;
  }

  @Override
  protected Vector getSupportedSignatureAlgorithms() {
    return Wire.signatureAlgorithms(rules.config.signatureSchemes());
  }

  @Override
  protected Vector getProtocolNames() {
    return Wire.protocolNames(rules.config.alpnProtocols());
  }

  @Override
  protected Vector getSNIServerNames() {
    if (rules.config.serverName().isEmpty()) {
      return null;
    }
    byte[] name = rules.config.serverName().get().getBytes(StandardCharsets.US_ASCII);
    return TlsUtils.vectorOfOne(new ServerName(NameType.host_name, name));
  }

  @Override
  protected CertificateStatusRequest getCertificateStatusRequest() {
    return null; // in getClientExtensions, encoded
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    if (rules.config.requestStaple()) {
      extensions.put(TlsExtensionsUtils.EXT_status_request, Staples.request());
    }
    resumption.addExtensions(extensions);
    return extensions;
  }

  @Override
  public Vector getExternalPSKs() {
    return resumption.externalPsks();
  }

  @Override
  public TlsSession getSessionToResume() {
    return resumption.session12();
  }

  @Override
  public int getMaxHandshakeMessageSize() {
    return rules.config.peerLimits().handshakeMessageSize();
  }

  @Override
  public int getMaxCertificateChainLength() {
    return rules.config.peerLimits().chainLength();
  }

  @Override
  public void notifyServerVersion(ProtocolVersion version) throws IOException {
    super.notifyServerVersion(version);
    rules.tls13 = TlsUtils.isTLSv13(version);
  }

  @Override
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    requireProtocol();
  }

  /** bctls does not ask about the extensions of a server of TLS 1.2 that resumes. */
  void requireProtocol() throws TlsFatalAlert {
    SecurityParameters parameters = context.getSecurityParametersHandshake();
    ProtocolName selected = parameters.getApplicationProtocol();
    List<String> offered = rules.config.alpnProtocols();
    if (selected == null && !offered.isEmpty() && rules.config.alpnMismatchFatal(true)) {
      rules.fault =
          new Fault.PeerIncompatible(
              Alert.NO_APPLICATION_PROTOCOL,
              "no application protocol in common: the server selected none of " + offered);
      throw new TlsFatalAlert(AlertDescription.no_application_protocol);
    }
  }

  @Override
  public void notifyAlertRaised(short level, short description, String message, Throwable cause) {
    rules.alerts.alert(true, level, description);
  }

  /** Lets go of what was offered: bctls keeps hold of this for as long as the connection lives. */
  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    protocolVersions = null;
    cipherSuites = null;
    supportedGroups = null;
    supportedSignatureAlgorithms = null;
    supportedSignatureAlgorithmsCert = null;
    own = null;
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
        rules.staple = Staples.received(certificate, rules.tls13, rules.config.requestStaple());
        checkServer(Crypto.x509Chain(certificate.getCertificate()));
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return answer(request);
      }
    };
  }

  private void checkServer(List<X509Certificate> chain) throws IOException {
    Staple staple = rules.config.requestStaple() ? Staple.asked(rules.staple) : Staple.notAsked();
    new PeerCheck(rules, context).check(chain, staple);
  }

  /** Asks the callback for credentials; false if it wants to be asked again. */
  boolean choseCertificate(CertificateRequest request) throws IOException {
    ClientCertificateCallback callback = rules.config.clientCertificateCallback().orElseThrow();
    ClientCertificateCallback.Selection selection;
    try {
      selection = callback.select(info(request));
    } catch (IOException | RuntimeException e) {
      throw Wire.threw(rules, "the callback for a client certificate", e);
    }
    if (selection.again()) {
      return false;
    }
    own = selection.credentials() == null ? List.of() : List.of(selection.credentials());
    return true;
  }

  private CertificateRequestInfo info(CertificateRequest request) throws IOException {
    return new CertificateRequestInfo(
        rules.tls13 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2,
        CipherSuite.of(context.getSecurityParametersHandshake().getCipherSuite()),
        Wire.principals(request.getCertificateAuthorities()),
        Wire.schemeCodes(request.getSupportedSignatureAlgorithms()),
        Wire.list(request.getCertificateTypes()),
        rules.attachment);
  }

  /** The credentials that fit what the server accepts, or null: an empty Certificate message. */
  private TlsCredentials answer(CertificateRequest request) throws IOException {
    rules.certificateAsked = true;
    if (own.isEmpty()) {
      return null;
    }
    CredentialsChoice choice =
        new CredentialsChoice(
            own.stream().map(KnownCredentials::of).toList(),
            rules.config.signatureSchemes(),
            server(request));
    CredentialsChoice.Chosen chosen = choice.forServer();
    if (chosen == null) {
      rules.noneFits = choice.whyNone();
      return null;
    }
    rules.ownChain = chosen.credentials().chain();
    return chosen
        .credentials()
        .signer(new TlsCryptoParameters(context), Wire.signing(rules, chosen.algorithm()));
  }

  private CredentialsChoice.Peer server(CertificateRequest request) throws IOException {
    return new CredentialsChoice.Peer(
        rules.tls13,
        request.getSupportedSignatureAlgorithms(),
        request.getSupportedSignatureAlgorithmsCert(),
        Wire.principals(request.getCertificateAuthorities()),
        Wire.groupCodes(rules.config),
        request.getCertificateTypes());
  }
}
