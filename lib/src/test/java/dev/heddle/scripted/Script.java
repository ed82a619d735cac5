package dev.heddle.scripted;

import dev.heddle.scripted.Messages.CertificateRequest;
import dev.heddle.scripted.Messages.CertificateVerify;
import dev.heddle.scripted.Messages.Certificates;
import dev.heddle.scripted.Messages.ClientHello;
import dev.heddle.scripted.Messages.ClientKeyExchange;
import dev.heddle.scripted.Messages.EncryptedExtensions;
import dev.heddle.scripted.Messages.Model;
import dev.heddle.scripted.Messages.NewSessionTicket;
import dev.heddle.scripted.Messages.ServerHello;
import dev.heddle.scripted.Messages.ServerKeyExchange;
import dev.heddle.support.TestCerts.Identity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a peer does differently from an honest one. A script is made once and holds no state of a
 * run, so that any number of runs may follow it, also at the same time.
 *
 * <p>Models are changed first, then bodies ({@link #raw}), then whole messages with their header
 * ({@link #framed}). What is sent in the end is what goes into the transcript and into the keys.
 */
final class Script {

  /** Something that the peer does at some point. */
  interface Step {
    void run(Peer peer);
  }

  /** A connection before the one that a script is for. */
  record Earlier(UnaryOperator<Terms> terms, Script script) {}

  private final Map<Message, List<Consumer<Model>>> models = new EnumMap<>(Message.class);
  private final Map<Message, List<UnaryOperator<byte[]>>> bodies = new EnumMap<>(Message.class);
  private final Map<Message, List<UnaryOperator<byte[]>>> frames = new EnumMap<>(Message.class);
  private final Map<Message, List<Step>> before = new EnumMap<>(Message.class);
  private final Map<Message, List<Step>> after = new EnumMap<>(Message.class);
  private final Map<Message, int[]> splits = new EnumMap<>(Message.class);
  private final Map<Message, Integer> times = new EnumMap<>(Message.class);
  private final List<Step> then = new ArrayList<>();
  private final List<Earlier> earlier = new ArrayList<>();
  private List<Message> together = List.of();
  private boolean retry;
  private int group = KeyShare.X25519;
  private int suite = Suites.AES_128_GCM;
  private int tickets;
  private boolean sessionId;
  private boolean resumes;
  private UnaryOperator<PeerSession> session = known -> known;
  private Integer scheme;
  private Identity identity;

  private Script() {}

  static Script honest() {
    return new Script();
  }

  /** Changes the first ClientHello. */
  Script clientHello(Consumer<ClientHello> change) {
    return model(Message.CLIENT_HELLO, ClientHello.class, change);
  }

  /** Changes the ClientHello that answers a HelloRetryRequest. */
  Script secondClientHello(Consumer<ClientHello> change) {
    return model(Message.SECOND_CLIENT_HELLO, ClientHello.class, change);
  }

  Script serverHello(Consumer<ServerHello> change) {
    return model(Message.SERVER_HELLO, ServerHello.class, change);
  }

  /** Changes the HelloRetryRequest; {@link #retry} has one sent. */
  Script helloRetryRequest(Consumer<ServerHello> change) {
    return retry().model(Message.HELLO_RETRY_REQUEST, ServerHello.class, change);
  }

  Script encryptedExtensions(Consumer<EncryptedExtensions> change) {
    return model(Message.ENCRYPTED_EXTENSIONS, EncryptedExtensions.class, change);
  }

  Script certificateRequest(Consumer<CertificateRequest> change) {
    return model(Message.CERTIFICATE_REQUEST, CertificateRequest.class, change);
  }

  Script certificate(Consumer<Certificates> change) {
    return model(Message.CERTIFICATE, Certificates.class, change);
  }

  Script certificateVerify(Consumer<CertificateVerify> change) {
    return model(Message.CERTIFICATE_VERIFY, CertificateVerify.class, change);
  }

  /** The signature is made of what the parameters have become, unless one is set. */
  Script serverKeyExchange(Consumer<ServerKeyExchange> change) {
    return model(Message.SERVER_KEY_EXCHANGE, ServerKeyExchange.class, change);
  }

  Script clientKeyExchange(Consumer<ClientKeyExchange> change) {
    return model(Message.CLIENT_KEY_EXCHANGE, ClientKeyExchange.class, change);
  }

  /** Changes each NewSessionTicket; {@link #tickets} has them sent. */
  Script newSessionTicket(Consumer<NewSessionTicket> change) {
    return model(Message.NEW_SESSION_TICKET, NewSessionTicket.class, change);
  }

  private <T extends Model> Script model(Message message, Class<T> type, Consumer<T> change) {
    put(models, message, model -> change.accept(type.cast(model)));
    return this;
  }

  /** Changes a message's body, or the content of the change_cipher_spec record. */
  Script raw(Message message, UnaryOperator<byte[]> change) {
    put(bodies, message, change);
    return this;
  }

  /** Changes a message with its header of four octets. */
  Script framed(Message message, UnaryOperator<byte[]> change) {
    put(frames, message, change);
    return this;
  }

  /** Does something right before a message would be sent. */
  Script before(Message message, Step step) {
    put(before, message, step);
    return this;
  }

  /** Does something right after a message was sent, or left out, and keys were changed. */
  Script after(Message message, Step step) {
    put(after, message, step);
    return this;
  }

  /** Leaves a message out: it is neither sent nor part of the transcript. */
  Script without(Message message) {
    times.put(message, 0);
    return this;
  }

  /** Does something else instead of sending a message. */
  Script instead(Message message, Step step) {
    return without(message).before(message, step);
  }

  /** Sends a message again, as it was; where it changes keys, under the new ones. */
  Script twice(Message message) {
    times.put(message, 2);
    return this;
  }

  /** Puts these messages, which follow one another, into one record under the keys of the first. */
  Script together(Message... messages) {
    together = List.of(messages);
    return this;
  }

  /** Sends a message in records of such lengths, and the rest in one more. */
  Script split(Message message, int... lengths) {
    splits.put(message, lengths.clone());
    return this;
  }

  /** A server asks with a HelloRetryRequest for the group of {@link #group}. */
  Script retry() {
    retry = true;
    return this;
  }

  /** The group of the peer's key share: {@link KeyShare#X25519} unless said, or P-256. */
  Script group(int value) {
    group = value;
    return this;
  }

  /** The suite of TLS 1.3 that the peer knows: {@link Suites#AES_128_GCM} unless said. */
  Script suite(int value) {
    suite = value;
    return this;
  }

  /** Signs with this scheme instead of the one that suits the key. */
  Script scheme(int value) {
    scheme = value;
    return this;
  }

  /** Whose certificates and key the peer has, instead of those of the terms. */
  Script identity(Identity value) {
    identity = value;
    return this;
  }

  /** Has a connection before this one, which has to finish its handshake. */
  Script earlier(Script other) {
    return earlier(terms -> terms, other);
  }

  /** Has a connection on other terms before this one. */
  Script earlier(UnaryOperator<Terms> change, Script other) {
    earlier.add(new Earlier(change, other));
    return this;
  }

  /**
   * A server gives so many tickets, in TLS 1.2 one at most; a client says that it takes tickets.
   */
  Script tickets(int number) {
    tickets = number;
    return this;
  }

  /** A server of TLS 1.2 gives a session id. */
  Script sessionId() {
    sessionId = true;
    return this;
  }

  /**
   * A server resumes the first session that is offered and that it knows, and a client offers the
   * newest that it knows; where there is none, that is the verdict.
   */
  Script resuming() {
    resumes = true;
    return this;
  }

  /** The same, with a session that is changed: by a server once it has found the binder right. */
  Script resuming(UnaryOperator<PeerSession> change) {
    session = change;
    return resuming();
  }

  /** Does something after the handshake. */
  Script then(Step step) {
    then.add(step);
    return this;
  }

  boolean goesOn() {
    return !then.isEmpty();
  }

  void applyTo(Message message, Model model) {
    models.getOrDefault(message, List.of()).forEach(change -> change.accept(model));
  }

  byte[] body(Message message, byte[] body) {
    return changed(bodies, message, body);
  }

  byte[] frame(Message message, byte[] frame) {
    return changed(frames, message, frame);
  }

  List<Step> before(Message message) {
    return before.getOrDefault(message, List.of());
  }

  List<Step> after(Message message) {
    return after.getOrDefault(message, List.of());
  }

  List<Step> afterHandshake() {
    return then;
  }

  int times(Message message) {
    return times.getOrDefault(message, 1);
  }

  /** Null for one record. */
  int[] split(Message message) {
    return splits.get(message);
  }

  List<Message> together() {
    return together;
  }

  boolean retries() {
    return retry;
  }

  int group() {
    return group;
  }

  int suite() {
    return suite;
  }

  List<Earlier> earlier() {
    return earlier;
  }

  int tickets() {
    return tickets;
  }

  boolean givesSessionId() {
    return sessionId;
  }

  boolean resumes() {
    return resumes;
  }

  PeerSession changed(PeerSession known) {
    return session.apply(known);
  }

  /** Null for the one that suits the key. */
  Integer scheme() {
    return scheme;
  }

  /** Null for the one of the terms. */
  Identity identity() {
    return identity;
  }

  private static <T> void put(Map<Message, List<T>> map, Message message, T value) {
    map.computeIfAbsent(message, key -> new ArrayList<>()).add(value);
  }

  private static byte[] changed(
      Map<Message, List<UnaryOperator<byte[]>>> map, Message message, byte[] bytes) {
    byte[] result = bytes;
    for (UnaryOperator<byte[]> change : map.getOrDefault(message, List.of())) {
      result = change.apply(result);
    }
    return result;
  }
}
