package dev.heddle.engine;

import dev.heddle.chain.Staple;
import dev.heddle.config.AlpnSelectCallback;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.Credentials;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.config.VerifyResult;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.handshake.ClientSays;
import dev.heddle.text.Printable;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsECConfig;

/** The server's answers to bctls' questions, taken from the configuration. */
@SuppressWarnings({"rawtypes", "unchecked"}) // bctls speaks in raw Vectors and Hashtables
final class ServerAnswers extends DefaultTlsServer {

  private final EndRules rules;
  private final ClientSays says;
  private final ServerResumption resumption;
  private List<Credentials> credentials;

  /** The same prepared for signing, which a handshake that resumes does without; null before. */
  private List<LocalCredentials> own;

  private List<X500Principal> namedIssuers = List.of();

  /** Found once what the client has said is known, and before the suite is selected. */
  private List<LocalCredentials> candidates;

  private LocalCredentials shown;
  private ProtocolVersion version;

  ServerAnswers(Crypto crypto, EndRules rules, ClientSays says) {
    super(crypto);
    this.rules = rules;
    this.says = says;
    this.resumption = new ServerResumption(crypto, rules);
  }

  ServerResumption resumption() {
    return resumption;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return Wire.versions(rules.config);
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return Wire.cipherSuites(rules.config);
  }

  /** The hello that has come, for bctls to act upon. */
  ClientHello hello() throws IOException {
    if (says.version() == 0) {
      rules.fault =
          CommonGround.noVersion(
              Hellos.offeredVersions(says.hello()),
              says.hello().supportedVersions() == null,
              getProtocolVersions());
      throw new TlsFatalAlert(AlertDescription.protocol_version);
    }
    version = ProtocolVersion.get(says.version() >> 8, says.version() & 0xff);
    boolean resumes = resumption.hello(says.hello(), TlsVersion.of(says.version()));
    return Hellos.forBctls(says.hello(), version, resumes);
  }

  @Override
  public TlsPSKExternal getExternalPSK(Vector identities) {
    return resumption.psks().psk();
  }

  @Override
  public TlsSession getSessionToResume(byte[] id) {
    return resumption.session12().toResume(id);
  }

  @Override
  public byte[] getNewSessionID() {
    return resumption.session12().newId(context.getSecurityParametersHandshake());
  }

  @Override
  public NewSessionTicket getNewSessionTicket() {
    return resumption.session12().ticket(context.getSecurityParametersHandshake());
  }

  /** Our own highest version the client knows, whatever order it lists them in. */
  @Override
  public ProtocolVersion getServerVersion() throws IOException {
    rules.tls13 = TlsUtils.isTLSv13(version);
    requireCertificate();
    return version;
  }

  private void requireCertificate() throws IOException {
    credentials =
        rules.serverCredentials == null
            ? rules.config.credentials()
            : List.of(rules.serverCredentials);
    if (credentials.isEmpty()) {
      rules.fault = new Fault.Misuse("no certificate assigned", "a server needs credentials");
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
  }

  private List<LocalCredentials> own() {
    if (own == null) {
      own = credentials.stream().map(KnownCredentials::of).toList();
    }
    return own;
  }

  /** Notes the name the client asks for, which bctls forgets when the handshake is done. */
  @Override
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    rules.serverName = says.hello().serverName();
    namedIssuers = Wire.readable(says.hello().authorities());
  }

  @Override
  public int[] getSupportedGroups() {
    return Wire.groupCodes(rules.config);
  }

  @Override
  public boolean preferLocalSupportedGroups() {
    return rules.config.preferServerOrder();
  }

  @Override
  protected boolean preferLocalCipherSuites() {
    return rules.config.preferServerOrder();
  }

  /** TLS 1.3: where a session is resumed, only suites with its hash. */
  @Override
  public int[] getCipherSuites() {
    return resumption.psks().selectable(super.getCipherSuites());
  }

  /** Notes what is missing when there is nothing to select. */
  @Override
  public int getSelectedCipherSuite() throws IOException {
    int[] offeredGroups = context.getSecurityParametersHandshake().getClientSupportedGroups();
    if (rules.tls13 && CommonGround.isNone(offeredGroups, getSupportedGroups())) {
      // bctls selects the group after the suite, where nobody can put in a word.
      rules.fault = CommonGround.noGroup(offeredGroups, getSupportedGroups());
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    try {
      int suite = super.getSelectedCipherSuite();
      says.suiteSelected(CipherSuite.of(suite));
      return suite;
    } catch (TlsFatalAlert e) {
      rules.fault = noSuite(offeredGroups);
      throw e;
    }
  }

  private Fault noSuite(int[] offeredGroups) {
    int[] common = CommonGround.common(offeredCipherSuites, getCipherSuites());
    if (common.length == 0 || rules.tls13) {
      return CommonGround.noSuite(offeredCipherSuites, getCipherSuites());
    }
    if (selectECDH(0) < 0 && CommonGround.isEllipticOnly(common)) {
      return CommonGround.noGroup(offeredGroups, getSupportedGroups());
    }
    return CommonGround.noSuiteForKey(
        offeredCipherSuites,
        context.getSecurityParametersHandshake().getClientSigAlgs(),
        ourAlgorithms());
  }

  private List<SignatureAndHashAlgorithm> ourAlgorithms() {
    return own().stream()
        .flatMap(each -> each.algorithms(rules.tls13).stream())
        .distinct()
        .toList();
  }

  /** In TLS 1.2 the suite names the kind of signature: only those our key can make will do. */
  @Override
  protected boolean selectCipherSuite(int suite) throws IOException {
    if (!rules.tls13 && chosen(TlsUtils.getKeyExchangeAlgorithm(suite)) == null) {
      return false;
    }
    return super.selectCipherSuite(suite);
  }

  @Override
  protected int getMaximumNegotiableCurveBits() {
    return selectECDH(0) < 0 ? 0 : super.getMaximumNegotiableCurveBits();
  }

  /** bctls takes any curve it knows of the client's list; we keep to the configured ones. */
  @Override
  protected int selectECDH(int minimumCurveBits) {
    int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
    for (NamedGroup ours : Wire.groups(rules.config)) {
      if (!ours.hybrid()
          && !ours.finiteField()
          && (offered == null || contains(offered, ours.code()))) {
        rules.group = ours;
        return ours.code();
      }
    }
    return -1;
  }

  @Override
  public TlsECConfig getECDHConfig() throws IOException {
    TlsECConfig config = super.getECDHConfig();
    says.curveSelected(config.getNamedGroup());
    return config;
  }

  private static boolean contains(int[] values, int wanted) {
    for (int value : values) {
      if (value == wanted) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected Vector getProtocolNames() {
    return Wire.protocolNames(rules.config.alpnProtocols());
  }

  @Override
  protected ProtocolName selectProtocolName() throws IOException {
    if (rules.config.alpnSelectCallback().isPresent()) {
      return selected(rules.config.alpnSelectCallback().get());
    }
    Vector ours = getProtocolNames();
    ProtocolName selected = ours == null ? null : selectProtocolName(clientProtocolNames, ours);
    if (selected == null && ours != null && rules.config.alpnMismatchFatal(false)) {
      rules.fault =
          new Fault.PeerIncompatible(
              Alert.NO_APPLICATION_PROTOCOL,
              "no application protocol in common: the client offers "
                  + Printable.text(Wire.texts(clientProtocolNames).toString())
                  + ", we accept "
                  + rules.config.alpnProtocols());
      throw new TlsFatalAlert(AlertDescription.no_application_protocol);
    }
    return selected;
  }

  private ProtocolName selected(AlpnSelectCallback callback) throws IOException {
    List<String> offered = Wire.texts(clientProtocolNames);
    String selected;
    try {
      selected = callback.select(offered, rules.attachment);
    } catch (RuntimeException e) {
      throw Wire.threw(rules, "the callback that selects the application protocol", e);
    }
    if (selected != null && selected.isEmpty()) {
      return null;
    }
    int at = offered.indexOf(selected);
    if (at < 0) {
      rules.fault =
          new Fault.PeerIncompatible(
              Alert.NO_APPLICATION_PROTOCOL,
              "no application protocol in common: of "
                  + Printable.text(offered.toString())
                  + ", which the client offers, the callback selects "
                  + (selected == null
                      ? "none"
                      : "'" + Printable.text(selected) + "', which is not one"));
      throw new TlsFatalAlert(AlertDescription.no_application_protocol);
    }
    return (ProtocolName) clientProtocolNames.get(at);
  }

  /** RFC 6066 section 3: a server that has used the name says so by an empty extension. */
  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    if (rules.serverName != null) {
      TlsExtensionsUtils.addServerNameExtensionServer(extensions);
    }
    if (!rules.tls13) {
      resumption.session12().announce(context.getSecurityParametersHandshake(), extensions);
    }
    return extensions;
  }

  /**
   * Of what {@link #getServerExtensions} has, a ServerHello that resumes repeats nothing: the name
   * is not acknowledged (RFC 6066 section 3).
   */
  @Override
  public void getServerExtensionsForConnection(Hashtable extensions) throws IOException {
    super.getServerExtensionsForConnection(extensions);
    SecurityParameters parameters = context.getSecurityParametersHandshake();
    if (parameters.isResumedSession()) {
      says.resumed();
      resumption.session12().resumed(extensions);
      if (encryptThenMACOffered && TlsUtils.isBlockCipherSuite(parameters.getCipherSuite())) {
        TlsExtensionsUtils.addEncryptThenMACExtension(extensions);
      }
    }
  }

  /** For TLS 1.2: whether the ServerHello announces a staple (RFC 6066 section 8). */
  @Override
  protected boolean allowCertificateStatus() {
    CredentialsChoice.Chosen chosen =
        rules.tls13 ? null : chosen(TlsUtils.getKeyExchangeAlgorithm(selectedCipherSuite));
    return chosen != null && isStapleAsked() && chosen.credentials().staple() != null;
  }

  /** For TLS 1.2: asked for if a staple was announced, after {@link #getCredentials}. */
  @Override
  public CertificateStatus getCertificateStatus() {
    return Staples.message(shown.staple());
  }

  private boolean isStapleAsked() {
    return certificateStatusRequest != null
        && certificateStatusRequest.getStatusType() == CertificateStatusType.ocsp;
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
  public void notifyAlertRaised(short level, short description, String message, Throwable cause) {
    rules.alerts.alert(true, level, description);
  }

  /** Lets go of what was offered: bctls keeps hold of this for as long as the connection lives. */
  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    protocolVersions = null;
    cipherSuites = null;
    offeredCipherSuites = null;
    clientExtensions = null;
    serverExtensions.clear();
    certificateStatusRequest = null;
    statusRequestV2 = null;
    trustedCAKeys = null;
    clientProtocolNames = null;
    namedIssuers = null;
    credentials = null;
    own = null;
    candidates = null;
    shown = null;
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    SecurityParameters parameters = context.getSecurityParametersHandshake();
    CredentialsChoice.Chosen chosen = chosen(parameters.getKeyExchangeAlgorithm());
    if (chosen == null) {
      rules.fault = CommonGround.noScheme(parameters.getClientSigAlgs(), ourAlgorithms());
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    LocalCredentials local = chosen.credentials();
    rules.ownChain = local.chain();
    shown = local;
    if (chosen.algorithm() == null) {
      return local.decryptor();
    }
    TlsCryptoParameters forThis = new TlsCryptoParameters(context);
    SignatureAndHashAlgorithm algorithm = Wire.signing(rules, chosen.algorithm());
    return isStapleAsked() ? local.stapling(forThis, algorithm) : local.signer(forThis, algorithm);
  }

  /** What to show in a key exchange; null if the client accepts nothing we can make. */
  private CredentialsChoice.Chosen chosen(int keyExchange) {
    SecurityParameters parameters = context.getSecurityParametersHandshake();
    CredentialsChoice choice =
        new CredentialsChoice(
            own(),
            rules.config.signatureSchemes(),
            new CredentialsChoice.Peer(
                rules.tls13,
                parameters.getClientSigAlgs(),
                parameters.getClientSigAlgsCert(),
                namedIssuers,
                parameters.getClientSupportedGroups(),
                null));
    if (candidates == null) {
      candidates = choice.forName(rules.serverName, keyExchanges());
    }
    return choice.forKeyExchange(candidates, keyExchange);
  }

  /** Of all suites that may be selected. */
  private int[] keyExchanges() {
    return Arrays.stream(CommonGround.common(offeredCipherSuites, getCipherSuites()))
        .map(TlsUtils::getKeyExchangeAlgorithm)
        .distinct()
        .toArray();
  }

  @Override
  public CertificateRequest getCertificateRequest() throws IOException {
    if (rules.config.verifyMode(false) == VerifyMode.NONE) {
      return null;
    }
    says.certificateAsked(
        rules.config.signatureSchemes().stream().mapToInt(SignatureScheme::code).toArray());
    Vector schemes = Wire.signatureAlgorithms(rules.config.signatureSchemes());
    Vector authorities = new Vector();
    for (X500Principal name : rules.config.clientCaNames()) {
      authorities.add(X500Name.getInstance(name.getEncoded()));
    }
    if (rules.tls13) {
      return new CertificateRequest(
          TlsUtils.EMPTY_BYTES, schemes, null, authorities.isEmpty() ? null : authorities);
    }
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    return new CertificateRequest(types, schemes, authorities);
  }

  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    if (certificate == null || certificate.isEmpty()) {
      if (rules.config.verifyMode(false) == VerifyMode.REQUIRE) {
        // RFC 8446 section 4.4.2.4; RFC 5246 section 7.4.6 has no alert of its own for it.
        Alert alert = rules.tls13 ? Alert.CERTIFICATE_REQUIRED : Alert.HANDSHAKE_FAILURE;
        VerifyResult none =
            new VerifyResult(0, -1, null, "the client sent none though one is required");
        throw Wire.refuse(rules, alert, none, null);
      }
      return;
    }
    List<X509Certificate> chain = Crypto.x509Chain(certificate);
    new PeerCheck(rules, context).check(chain, Staple.notAsked());
    says.certificateAccepted(chain.getFirst().getPublicKey());
  }
}
