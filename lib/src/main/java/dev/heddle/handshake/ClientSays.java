package dev.heddle.handshake;

import dev.heddle.config.CipherSuite;
import java.security.PublicKey;
import java.util.Set;

/**
 * What a server demands of a client's messages: that each comes in its turn, and what is remembered
 * of one for the next. The server tells what it has answered.
 */
public final class ClientSays implements MessageRules {

  private final Limits limits;
  private final int[] versions;
  private final ClientOrder order = new ClientOrder();
  private Octets helloBody;
  private ClientHello hello;
  private int version;
  private SecondHello second;
  private boolean earlyData;
  private int curve = NO_CURVE;
  private CipherSuite suite;
  private int[] schemes;
  private PublicKey key;

  /**
   * For one handshake.
   *
   * @param versions those we accept, the highest first, as on the wire
   */
  public ClientSays(Limits limits, int... versions) {
    this.limits = limits;
    this.versions = versions.clone();
  }

  @Override
  public void check(int type, Octets body) throws BrokenRuleException {
    order.require(type);
    switch (type) {
      case MessageType.CLIENT_HELLO -> clientHello(body);
      case MessageType.CERTIFICATE -> certificate(body);
      case MessageType.CLIENT_KEY_EXCHANGE -> clientKeyExchange(body);
      case MessageType.CERTIFICATE_VERIFY -> certificateVerify(body);
      case MessageType.FINISHED -> finished(body);
      default -> KeyUpdate.check(body);
    }
  }

  /**
   * The hello that came last, and null after the Finished; its bytes are there for as long as the
   * message is.
   */
  public ClientHello hello() {
    return hello;
  }

  /** What the first hello and our configuration agree on; 0 if there is nothing. */
  public int version() {
    return version;
  }

  /** Whether we have asked for a second hello that has not come yet. */
  public boolean awaitsSecondHello() {
    return second != null;
  }

  /** Whether the client may have sent early data, which no message of it tells the end of. */
  public boolean earlyDataMayCome() {
    return earlyData;
  }

  /** The suite is selected and the ServerHello about to leave. */
  public void suiteSelected(CipherSuite selected) {
    suite = selected;
  }

  /**
   * A HelloRetryRequest is about to leave. The first hello is kept.
   *
   * @param wanted the group
   * @param cookie null for none
   */
  public void retried(int wanted, byte[] cookie) throws BrokenRuleException {
    ClientHello first = ClientHello.read(new Octets(helloBody.bytes()), limits.extensions());
    second = new SecondHello(first, wanted, cookie);
    order.retry();
  }

  /** TLS 1.2: the ServerHello about to leave resumes a session. */
  public void resumed() {
    order.resumed();
  }

  /** TLS 1.2: an ephemeral key of this group is about to leave in a ServerKeyExchange. */
  public void curveSelected(int group) {
    curve = group;
  }

  /** A CertificateRequest is about to leave, with these signature_algorithms. */
  public void certificateAsked(int[] signatureAlgorithms) {
    schemes = signatureAlgorithms.clone();
    order.certificateAsked();
  }

  /** The client's certificate has been accepted. */
  public void certificateAccepted(PublicKey leaf) {
    key = leaf;
  }

  private boolean isTls13() {
    return version == ClientHello.TLS_1_3;
  }

  private void clientHello(Octets body) throws BrokenRuleException {
    helloBody = body.again();
    hello = ClientHello.read(body, limits.extensions());
    if (second == null) {
      version = hello.firstOf(versions);
      if (version != 0) {
        ClientHelloRules.check(hello, version, versions[0]);
      }
      earlyData = isTls13() && hello.extensions().has(ExtensionType.EARLY_DATA);
    } else {
      second.check(hello);
      second = null;
      earlyData = false;
    }
    order.hello(isTls13());
  }

  private void certificate(Octets body) throws BrokenRuleException {
    CertificateMessage message;
    if (isTls13()) {
      message = CertificateMessage.read13(body, limits);
      message.requireNoContext();
      message.requireAnswers(ASKED);
    } else {
      message = CertificateMessage.read12(body, limits);
    }
    order.certificate(!message.entries().isEmpty());
  }

  /** RFC 8422 section 5.7; RFC 5246 section 7.4.7 for the others. */
  private void clientKeyExchange(Octets body) throws BrokenRuleException {
    String where = "ClientKeyExchange";
    if (curve == NO_CURVE) {
      String what = where + ": the client's public value, or its encrypted premaster secret,";
      body.vector16(what).notEmpty(what);
      body.end(where);
    } else {
      String what = where + ": the client's point";
      Octets point = body.vector8(what).notEmpty(what);
      body.end(where);
      KeyShares.requireClientShare(curve, point, what);
    }
    order.clientKeyExchange();
  }

  private void certificateVerify(Octets body) throws BrokenRuleException {
    CertificateVerify verify = CertificateVerify.read(body);
    if (isTls13()) {
      verify.requireScheme13(schemes);
    } else {
      verify.requireScheme(schemes);
    }
    verify.requireKey(key);
    order.certificateVerify();
  }

  private void finished(Octets body) throws BrokenRuleException {
    if (isTls13()) {
      Finished.check13(body, suite);
    } else {
      Finished.check12(body);
    }
    order.finished();
    letGo();
  }

  /** All that follows in this connection is KeyUpdate: the rest need not be remembered. */
  private void letGo() {
    helloBody = null;
    hello = null;
    schemes = null;
    key = null;
  }

  /** What our CertificateRequest has that an entry of a Certificate could answer: nothing. */
  private static final Set<Integer> ASKED =
      Set.of(
          ExtensionType.SIGNATURE_ALGORITHMS.code(), ExtensionType.CERTIFICATE_AUTHORITIES.code());

  private static final int NO_CURVE = -1;
}
