package dev.heddle.engine;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.handshake.ClientOffer;
import dev.heddle.handshake.ServerSays;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsUtils;

/** The client's protocol with the overrides that {@link EndRules} explains. */
final class ClientEnd extends TlsClientProtocol implements End {

  private final EndRules rules;
  private final ServerSays says;
  private final ClientAnswers answers;
  private final ClientResumption resumption;
  private final RecordRoom room;
  private final RecordOutput output;

  /** The key_share of the first hello and its keys, where the second hello is to repeat them. */
  private byte[] firstShares;

  private Hashtable<?, ?> firstAgreements;

  ClientEnd(
      EndRules rules,
      ServerSays says,
      ClientAnswers answers,
      ClientResumption resumption,
      RecordRoom room) {
    this(
        rules, says, answers, resumption, room, new ByteQueueInputStream(), new RecordOutput(room));
  }

  /**
   * What bctls' constructor without streams does (TlsProtocol.java:175), but for where records go.
   */
  private ClientEnd(
      EndRules rules,
      ServerSays says,
      ClientAnswers answers,
      ClientResumption resumption,
      RecordRoom room,
      ByteQueueInputStream input,
      RecordOutput output) {
    super(input, output);
    this.room = room;
    this.output = output;
    this.blocking = false;
    this.inputBuffers = input;
    this.rules = rules;
    this.says = says;
    this.answers = answers;
    this.resumption = resumption;
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
    resumption.begin();
    connect(answers);
    ConnectionKeys.setRoom(getContext(), room);
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
  public void forgetKeys() {
    resumption.wipe();
    if (getContext() != null) {
      ConnectionKeys.wipe(getContext());
      cleanupHandshake();
    }
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
      rules.sent(type, buf, off, length, output);
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
      if (type == HandshakeType.server_hello) {
        rules.helloRetried = says.awaitsSecondHello();
        rules.group = NamedGroup.of(says.group());
        resumption.helloTaken();
      }
      if (type == HandshakeType.certificate_status) {
        handleCertificateStatus(message);
      } else if (type == HandshakeType.new_session_ticket && says.resumes() && !rules.tls13) {
        // bctls expects a Finished alone (TlsClientProtocol.java:376), but has hashed this.
        receiveNewSessionTicket(message);
      } else {
        try {
          super.handleHandshakeMessage(type, message);
        } catch (EOFException e) {
          throw Faults.tooShort(type, e);
        }
        rules.secretsMade(getContext());
        if (type == HandshakeType.server_hello && says.resumes() && !rules.tls13) {
          answers.requireProtocol();
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

  /**
   * bctls refuses a HelloRetryRequest with a cookie and no group, which RFC 8446 section 4.1.4
   * allows. It is told of a group that it can retry with; {@link #sendClientHelloMessage} puts back
   * the shares that were sent at first, as section 4.1.2 has it.
   */
  @Override
  @SuppressWarnings("unchecked") // bctls speaks in raw Hashtables
  protected void process13HelloRetryRequest(ServerHello retry) throws IOException {
    Hashtable<Integer, byte[]> extensions = retry.getExtensions();
    if (extensions.containsKey(TlsExtensionsUtils.EXT_key_share)) {
      super.process13HelloRetryRequest(retry);
      withdrawSession(retry);
      return;
    }
    firstShares =
        TlsUtils.getExtensionData(clientHello.getExtensions(), TlsExtensionsUtils.EXT_key_share);
    firstAgreements = clientAgreements;
    int group = (Integer) firstAgreements.keySet().iterator().next();
    TlsExtensionsUtils.addKeyShareHelloRetryRequest(extensions, group);
    clientAgreements = new Hashtable<>();
    super.process13HelloRetryRequest(retry);
    withdrawSession(retry);
  }

  /**
   * Offers no session any more whose hash is not that of the suite (RFC 8446 section 4.1.4). bctls
   * forgets its binder then, but not its extension (TlsUtils.java:6099).
   */
  private void withdrawSession(ServerHello retry) {
    if (resumption.survives(CipherSuite.of(retry.getCipherSuite()))) {
      return;
    }
    clientHello.getExtensions().remove(TlsExtensionsUtils.EXT_pre_shared_key);
    clientHello =
        new ClientHello(
            clientHello.getVersion(),
            clientHello.getRandom(),
            clientHello.getSessionID(),
            clientHello.getCookie(),
            clientHello.getCipherSuites(),
            clientHello.getExtensions(),
            0);
  }

  /** Sends the first hello or the second. */
  @Override
  @SuppressWarnings("unchecked") // bctls speaks in raw Hashtables
  protected void sendClientHelloMessage() throws IOException {
    if (firstShares != null) {
      clientHello.getExtensions().put(TlsExtensionsUtils.EXT_key_share, firstShares);
      clientAgreements = firstAgreements;
      firstShares = null;
      firstAgreements = null;
    }
    resumption.setAge(clientHello.getExtensions());
    says.offered(
        new ClientOffer(
            clientHello.getSessionID(),
            clientHello.getCipherSuites(),
            clientHello.getExtensions(),
            resumption.offeredSuite()));
    super.sendClientHelloMessage();
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
  protected void receiveCertificateRequest(ByteArrayInputStream message) throws IOException {
    try {
      super.receiveCertificateRequest(message);
    } catch (TlsFatalAlert e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw unreadableName(e);
    }
  }

  @Override
  protected void receive13CertificateRequest(ByteArrayInputStream message, boolean later)
      throws IOException {
    try {
      super.receive13CertificateRequest(message, later);
    } catch (TlsFatalAlert e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw unreadableName(e);
    }
  }

  /** All that the rules leave to be found is whether each authority has a name (X.501). */
  private static TlsFatalAlert unreadableName(Exception e) {
    return new TlsFatalAlert(
        AlertDescription.decode_error,
        "CertificateRequest: certificate_authorities has an entry that is no name",
        e);
  }

  /** Also bctls' own, each 2^20 records (RecordStream.java:126): the answer is not idle. */
  @Override
  protected void send13KeyUpdate(boolean request) throws IOException {
    if (request) {
      rules.records.flood.expectAnswer();
    }
    super.send13KeyUpdate(request);
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
  protected void receive13NewSessionTicket(ByteArrayInputStream message) throws IOException {
    super.receive13NewSessionTicket(message);
    SecurityParameters parameters = getContext().getSecurityParametersConnection();
    resumption.ticketCame(CipherSuite.of(parameters.getCipherSuite()), parameters);
  }

  @Override
  protected void completeHandshake() throws IOException {
    resumption.completing(getContext());
    rules.completing(getContext());
    if (sessionParameters == null) {
      sessionParameters = ConnectionKeys.noSession(getContext());
    }
    super.completeHandshake();
    rules.completed(getContext());
    resumption.completed();
  }

  private static final String RESUMED = "Failed to process a message that was held back";
}
