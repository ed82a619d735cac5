package dev.heddle.engine;

import dev.heddle.handshake.ClientSays;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;

/** The server's protocol with the overrides that {@link EndRules} explains. */
@SuppressWarnings("rawtypes") // bctls speaks in raw Hashtables
final class ServerEnd extends TlsServerProtocol implements End {

  private final EndRules rules;
  private final ClientSays says;
  private final ServerAnswers answers;
  private final ServerResumption resumption;
  private final RecordRoom room;
  private final RecordOutput output;
  private final Flight flight = new Flight();

  ServerEnd(EndRules rules, ClientSays says, ServerAnswers answers, RecordRoom room) {
    this(rules, says, answers, room, new ByteQueueInputStream(), new RecordOutput(room));
  }

  /**
   * What bctls' constructor without streams does (TlsProtocol.java:175), but for where records go.
   */
  private ServerEnd(
      EndRules rules,
      ClientSays says,
      ServerAnswers answers,
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
    this.resumption = answers.resumption();
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
    accept(answers);
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
    resumption.forgetKeys();
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
      boolean gathered = flight.isOpen() && type == ContentType.handshake;
      if (flight.isOpen() && !(gathered && flight.hasRoom(length))) {
        putFlight();
      }
      if (gathered) {
        flight.add(buf, off, length);
      } else {
        put(type, buf, off, length);
      }
    } finally {
      rules.unlockWrite();
    }
  }

  private void put(short type, byte[] buf, int off, int length) throws IOException {
    output.forgetHeader();
    super.writeRecord(type, buf, off, length);
    if (!output.hasHeader() && type == ContentType.alert) {
      // Before it has read a ClientHello bctls drops what it is to send (RecordStream.java:296).
      output.write(plainAlert(buf[off], buf[off + 1]), 0, RecordHeader.LENGTH + 2);
    }
    rules.sent(type, buf, off, length, output);
  }

  /** Handshake messages from here to {@link #endFlight} have one key, and leave in one record. */
  private void beginFlight() {
    if (rules.tap == null) {
      rules.lockWrite();
      try {
        flight.begin(plaintextLimit());
      } finally {
        rules.unlockWrite();
      }
    }
  }

  private void endFlight() throws IOException {
    rules.lockWrite();
    try {
      if (flight.isOpen()) {
        putFlight();
        flight.end();
      }
    } finally {
      rules.unlockWrite();
    }
  }

  private void putFlight() throws IOException {
    int size = flight.size();
    if (size > 0) {
      flight.clear();
      put(ContentType.handshake, flight.messages(), 0, size);
    }
  }

  /** bctls has cut its messages by it already (RFC 6066 section 4). */
  private int plaintextLimit() {
    SecurityParameters parameters = getContext().getSecurityParameters();
    short fragment = parameters.getMaxFragmentLength();
    return fragment < 0 ? TlsEngine.MAX_PLAINTEXT : 1 << (8 + fragment);
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
    if (!rules.holdsBack(type, message, false)) {
      try {
        super.handleHandshakeMessage(type, message);
      } catch (EOFException e) {
        throw Faults.tooShort(type, e);
      }
      rules.helloRetried = says.awaitsSecondHello();
      rules.secretsMade(getContext());
    }
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

  /** Read already, by our own rules, which come first. */
  @Override
  protected ClientHello receiveClientHelloMessage(ByteArrayInputStream message) throws IOException {
    return answers.hello();
  }

  @Override
  protected ServerHello generate13HelloRetryRequest(ClientHello hello) throws IOException {
    says.retried(retryGroup, retryCookie);
    return super.generate13HelloRetryRequest(hello);
  }

  @Override
  protected void sendServerHelloMessage(ServerHello hello) throws IOException {
    super.sendServerHelloMessage(hello);
    if (hello.isHelloRetryRequest() && rules.transcript != null) {
      rules.transcript.retried();
    }
    if (resumption.session12().isRenewed()) {
      sendNewSessionTicketMessage(answers.getNewSessionTicket());
    }
  }

  @Override
  protected void send13EncryptedExtensionsMessage(Hashtable extensions) throws IOException {
    // The first message under the handshake's keys: whatever follows can fail.
    rules.secretsMade(getContext());
    rules.records.clientHasKeys();
    if (selectedPSK13) {
      resumption.pskSelected();
    }
    beginFlight();
    super.send13EncryptedExtensionsMessage(extensions);
  }

  @Override
  protected void send13FinishedMessage() throws IOException {
    super.send13FinishedMessage();
    endFlight();
  }

  /**
   * And tickets (RFC 8446 section 4.6.1): bctls has changed to the keys of application data by then
   * (TlsServerProtocol.java:1649). With a certificate to come nobody knows what the client's
   * Finished will be.
   */
  @Override
  protected void send13ServerHelloCoda(ServerHello hello, boolean retried) throws IOException {
    super.send13ServerHelloCoda(hello, retried);
    rules.secretsMade(getContext());
    if (certificateRequest == null && room.sink().isBlocking()) {
      sendTickets(resumption.finished(getContext()));
    }
  }

  @Override
  protected void completeHandshake() throws IOException {
    rules.completing(getContext());
    resumption.completing(getContext());
    if (sessionParameters == null) {
      sessionParameters = ConnectionKeys.noSession(getContext());
    }
    super.completeHandshake();
    rules.completed(getContext());
    if (rules.tls13) {
      sendTickets(resumption.completed(getContext()));
    }
  }

  private void sendTickets(List<NewSessionTicket> tickets) throws IOException {
    if (tickets.isEmpty()) {
      return;
    }
    beginFlight();
    for (NewSessionTicket each : tickets) {
      sendNewSessionTicketMessage(each);
    }
    endFlight();
  }

  /** RFC 8446 section 5.1: the record's version is of no meaning. */
  private static byte[] plainAlert(byte level, byte description) {
    return new byte[] {(byte) ContentType.alert, 3, 3, 0, 2, level, description};
  }

  private static final String RESUMED = "Failed to process a message that was held back";
}
