package dev.heddle.handshake;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a client demands of a server's messages: their order here, each message in its class. */
public final class ServerSays implements MessageRules {

  private final Limits limits;
  private ClientOffer offer;

  /** What may come next. */
  private Set<Integer> expected = Set.of(MessageType.SERVER_HELLO);

  private boolean tls13;
  private boolean retried;
  private CipherSuite suite;
  private int group = -1;
  private boolean stapleDue;
  private boolean ticketDue;
  private boolean resumes;
  private NewSessionTicket ticket;

  /** For one handshake. */
  public ServerSays(Limits limits) {
    this.limits = limits;
  }

  /** Our own hello is about to leave: the first, or the second after a HelloRetryRequest. */
  public void offered(ClientOffer hello) {
    offer = hello;
  }

  /** Whether a HelloRetryRequest has come, and no ServerHello since. */
  public boolean awaitsSecondHello() {
    return retried && group < 0;
  }

  /** The group of TLS 1.3's key exchange; -1 before the ServerHello and in TLS 1.2. */
  public int group() {
    return group;
  }

  /** Whether the server resumes the session that we have offered; it may still fail to. */
  public boolean resumes() {
    return resumes;
  }

  /** The ticket that came last; null if none has come. */
  public NewSessionTicket ticket() {
    return ticket;
  }

  @Override
  public boolean tls13() {
    return tls13;
  }

  @Override
  public void check(int type, Octets body) throws BrokenRuleException {
    if (type == MessageType.HELLO_REQUEST && !tls13 && !retried) {
      // RFC 5246 section 7.4.1.1: passed over in a handshake.
      body.end("HelloRequest");
      return;
    }
    if (!expected.contains(type)) {
      throw new BrokenRuleException(
          Alert.UNEXPECTED_MESSAGE,
          MessageType.text(type)
              + " came where "
              + expected.stream()
                  .sorted()
                  .map(MessageType::text)
                  .collect(Collectors.joining(" or "))
              + " was due");
    }
    if (type == MessageType.SERVER_HELLO) {
      serverHello(body);
    } else if (tls13) {
      check13(type, body);
    } else {
      check12(type, body);
    }
  }

  private void serverHello(Octets body) throws BrokenRuleException {
    ServerHello hello = ServerHello.read(body, limits.extensions());
    if (hello.compressionMethod() != 0) {
      throw BrokenRuleException.illegal(
          hello.where() + ": legacy_compression_method is " + hello.compressionMethod());
    }
    if (hello.isRetry()) {
      retry(hello);
    } else if (retried || hello.extensions().has(ExtensionType.SUPPORTED_VERSIONS)) {
      hello13(hello);
    } else {
      hello12(hello);
    }
  }

  private void retry(ServerHello hello) throws BrokenRuleException {
    if (retried) {
      throw new BrokenRuleException(
          Alert.UNEXPECTED_MESSAGE, "a second HelloRetryRequest in one handshake");
    }
    new HelloRules13(hello, offer).checkRetry();
    retried = true;
    suite = CipherSuite.of(hello.cipherSuite());
  }

  private void hello13(ServerHello hello) throws BrokenRuleException {
    HelloRules13 rules = new HelloRules13(hello, offer);
    group = rules.checkHello();
    resumes = rules.resumes();
    CipherSuite selected = CipherSuite.of(hello.cipherSuite());
    if (retried && selected != suite) {
      // RFC 8446 section 4.1.4.
      throw BrokenRuleException.illegal(
          "ServerHello: cipher_suite is not "
              + suite.ianaName()
              + ", which the HelloRetryRequest selected");
    }
    suite = selected;
    tls13 = true;
    expected = Set.of(MessageType.ENCRYPTED_EXTENSIONS);
  }

  private void check13(int type, Octets body) throws BrokenRuleException {
    switch (type) {
      case MessageType.ENCRYPTED_EXTENSIONS -> {
        EncryptedExtensions.check(body, offer, limits);
        // RFC 8446 section 2.2: who resumes shows no certificate, and asks for none.
        expected =
            resumes
                ? Set.of(MessageType.FINISHED)
                : Set.of(MessageType.CERTIFICATE_REQUEST, MessageType.CERTIFICATE);
      }
      case MessageType.CERTIFICATE_REQUEST -> {
        CertificateRequest.check13(body, limits);
        expected = Set.of(MessageType.CERTIFICATE);
      }
      case MessageType.CERTIFICATE -> {
        CertificateMessage certificate = CertificateMessage.read13(body, limits);
        certificate.requireNoContext();
        certificate.requireCertificate();
        certificate.requireAnswers(offer.extensionTypes());
        expected = Set.of(MessageType.CERTIFICATE_VERIFY);
      }
      case MessageType.CERTIFICATE_VERIFY -> {
        CertificateVerify.read(body).requireScheme13(offer.signatureSchemes());
        expected = Set.of(MessageType.FINISHED);
      }
      case MessageType.FINISHED -> {
        Finished.check13(body, suite);
        offer = null;
        expected = Set.of(MessageType.NEW_SESSION_TICKET, MessageType.KEY_UPDATE);
      }
      case MessageType.NEW_SESSION_TICKET -> ticket = NewSessionTicket.read13(body, limits);
      case MessageType.KEY_UPDATE -> KeyUpdate.check(body);
      default -> throw new IllegalStateException("nobody expects " + MessageType.text(type));
    }
  }

  private void hello12(ServerHello hello) throws BrokenRuleException {
    int version = hello.legacyVersion();
    if (version != TlsVersion.TLS_1_2.code() || !offer.offersVersion(version)) {
      // RFC 5246 appendix E.1.
      throw new BrokenRuleException(
          Alert.PROTOCOL_VERSION,
          "no protocol version in common: offered "
              + offer.versionsText()
              + ", the server selected "
              + Numbers.version(version));
    }
    resumes = new HelloRules12(hello, offer).check();
    suite = CipherSuite.of(hello.cipherSuite());
    stapleDue = hello.extensions().has(ExtensionType.STATUS_REQUEST);
    ticketDue = hello.extensions().has(ExtensionType.SESSION_TICKET);
    expected = resumes ? last12() : Set.of(MessageType.CERTIFICATE);
  }

  /** RFC 5077 section 3.3: a ticket that was announced must come. */
  private Set<Integer> last12() {
    return Set.of(ticketDue ? MessageType.NEW_SESSION_TICKET : MessageType.FINISHED);
  }

  private void check12(int type, Octets body) throws BrokenRuleException {
    switch (type) {
      case MessageType.CERTIFICATE -> {
        CertificateMessage.read12(body, limits).requireCertificate();
        expected = afterCertificate12();
      }
      case MessageType.CERTIFICATE_STATUS -> {
        CertificateStatus.check(body, "CertificateStatus");
        stapleDue = false;
        expected = afterCertificate12();
      }
      case MessageType.SERVER_KEY_EXCHANGE -> {
        ServerKeyExchange.check(body, suite, offer);
        expected = Set.of(MessageType.CERTIFICATE_REQUEST, MessageType.SERVER_HELLO_DONE);
      }
      case MessageType.CERTIFICATE_REQUEST -> {
        CertificateRequest.check12(body);
        expected = Set.of(MessageType.SERVER_HELLO_DONE);
      }
      case MessageType.SERVER_HELLO_DONE -> {
        body.end("ServerHelloDone");
        expected = last12();
      }
      case MessageType.NEW_SESSION_TICKET -> {
        ticket = NewSessionTicket.read12(body);
        expected = Set.of(MessageType.FINISHED);
      }
      case MessageType.FINISHED -> {
        Finished.check12(body);
        offer = null;
        expected = Set.of();
      }
      default -> throw new IllegalStateException("nobody expects " + MessageType.text(type));
    }
  }

  /** RFC 6066 section 8: a server that announces a staple may still leave it out. */
  private Set<Integer> afterCertificate12() {
    Set<Integer> next = new HashSet<>();
    if (stapleDue) {
      next.add(MessageType.CERTIFICATE_STATUS);
    }
    if (suite.forwardSecret()) {
      next.add(MessageType.SERVER_KEY_EXCHANGE);
    } else {
      next.add(MessageType.CERTIFICATE_REQUEST);
      next.add(MessageType.SERVER_HELLO_DONE);
    }
    return next;
  }
}
