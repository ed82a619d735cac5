package dev.heddle.engine;

import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.handshake.ServerSays;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsProtocol;

/** The client's protocol with the overrides that {@link EndRules} explains. */
final class ClientEnd extends TlsClientProtocol implements End {

  private final EndRules rules;
  private final ServerSays says;
  private final ClientAnswers answers;
  private final RecordOutput output;

  ClientEnd(EndRules rules, ServerSays says, ClientAnswers answers, RecordSink sink) {
    this(rules, says, answers, new ByteQueueInputStream(), new RecordOutput(sink));
  }

  /**
   * What bctls' constructor without streams does (TlsProtocol.java:175), but for where records go.
   */
  private ClientEnd(
      EndRules rules,
      ServerSays says,
      ClientAnswers answers,
      ByteQueueInputStream input,
      RecordOutput output) {
    super(input, output);
    this.output = output;
    this.blocking = false;
    this.inputBuffers = input;
    this.rules = rules;
    this.says = says;
    this.answers = answers;
    rules.certificateChoice = () -> answers.choseCertificate(certificateRequest);
  }

  @Override
  public TlsProtocol protocol() {
    return this;
  }

  @Override
  public TlsContext context() {
    return getContext();
  }

  @Override
  public void begin() throws IOException {
    connect(answers);
  }

  @Override
  public void sendCloseNotify() throws IOException {
    raiseAlertWarning(AlertDescription.close_notify, null);
  }

  @Override
  public void sendKeyUpdate(boolean request) throws IOException {
    send13KeyUpdate(request);
  }

  @Override
  public void fail(short alert, String message) throws IOException {
    handleException(alert, message, null);
  }

  @Override
  public void resume() throws IOException {
    try {
      handleHandshakeMessage(rules.suspendedType, rules.suspended);
    } catch (TlsFatalAlertReceived e) {
      throw e;
    } catch (TlsFatalAlert e) {
      handleException(e.getAlertDescription(), RESUMED, e);
      throw e;
    } catch (IOException | RuntimeException e) {
      handleException(AlertDescription.internal_error, RESUMED, e);
      throw e;
    }
  }

  @Override
  protected void writeRecord(short type, byte[] buf, int off, int length) throws IOException {
    rules.lockWrite();
    try {
      output.forgetHeader();
      super.writeRecord(type, buf, off, length);
      rules.sent(type, buf, off, length, output.header());
    } finally {
      rules.unlockWrite();
    }
  }

  @Override
  protected void processRecord(short type, byte[] buf, int off, int length) throws IOException {
    if (!rules.takes(type, buf, off, length)) {
      super.processRecord(type, buf, off, length);
    }
  }

  /** Sends the first hello or the second. */
  @Override
  @SuppressWarnings("unchecked") // bctls speaks in raw Hashtables
  protected void sendClientHelloMessage() throws IOException {
    says.offered(clientHello.getExtensions().keySet());
    super.sendClientHelloMessage();
  }

  @Override
  protected void handleAlertMessage(short level, short description) throws IOException {
    short effective = rules.alertReceived(level, description);
    if (effective != EndRules.HANDLED) {
      super.handleAlertMessage(effective, description);
    }
  }

  @Override
  protected void handleHandshakeMessage(short type, HandshakeMessageInput message)
      throws IOException {
    // The last message of the server's flight is where our certificate is due, if it asked for one.
    boolean answersRequest =
        certificateRequest != null
            && type == (rules.tls13 ? HandshakeType.finished : HandshakeType.server_hello_done);
    if (!rules.holdsBack(type, message, answersRequest)) {
      if (type == HandshakeType.certificate_status) {
        handleCertificateStatus(message);
      } else {
        super.handleHandshakeMessage(type, message);
        rules.secretsMade(getContext());
        if (type == HandshakeType.server_hello && rules.tls13) {
          rules.records.serverHelloChangesKeys();
        }
      }
    }
  }

  /** bctls reads the staple's outer layer here, and has other alerts than RFC 6066 for it. */
  private void handleCertificateStatus(HandshakeMessageInput message) throws IOException {
    try {
      super.handleHandshakeMessage(HandshakeType.certificate_status, message);
    } catch (TlsFatalAlert e) {
      throw e.getAlertDescription() == AlertDescription.unexpected_message
          ? e
          : Staples.malformed(e);
    } catch (RuntimeException e) {
      throw Staples.malformed(e);
    }
  }

  /** bctls' own check of the version leaves it unnamed; this one comes first. */
  @Override
  protected void processServerHello(ServerHello hello) throws IOException {
    ProtocolVersion old = hello.getVersion();
    if (TlsExtensionsUtils.getSupportedVersionsExtensionServer(hello.getExtensions()) == null
        && !ProtocolVersion.contains(Wire.versions(rules.config), old)) {
      rules.fault =
          new Fault.PeerIncompatible(
              Alert.PROTOCOL_VERSION,
              "no protocol version in common: offered "
                  + Offers.versions(Wire.versions(rules.config))
                  + ", the server selected "
                  + Offers.version(old.getFullVersion()));
      throw new TlsFatalAlert(AlertDescription.protocol_version);
    }
    super.processServerHello(hello);
  }

  @Override
  protected void raiseAlertFatal(short description, String message, Throwable cause)
      throws IOException {
    // bctls closes itself right after this, and a writer may meet that before the reader tells.
    rules.failing(Faults.of(cause, rules.fault, message));
    super.raiseAlertFatal(description, message, cause);
  }

  @Override
  protected void refuseRenegotiation() throws IOException {
    rules.records.flood.renegotiation();
    super.refuseRenegotiation();
  }

  @Override
  protected void receive13KeyUpdate(ByteArrayInputStream message) throws IOException {
    rules.lockWrite();
    try {
      super.receive13KeyUpdate(message);
    } finally {
      rules.unlockWrite();
    }
  }

  @Override
  protected void completeHandshake() throws IOException {
    rules.completing(getContext());
    super.completeHandshake();
    rules.handshakeDone = true;
  }

  private static final String RESUMED = "Failed to process a message that was held back";
}
