package dev.heddle.scripted;

import dev.heddle.scripted.KeySchedule.Keys;
import dev.heddle.scripted.KeySchedule.Secrets;
import dev.heddle.scripted.Messages.CertificateRequest;
import dev.heddle.scripted.Messages.ClientHello;
import dev.heddle.scripted.Messages.EncryptedExtensions;
import dev.heddle.scripted.Messages.NewSessionTicket;
import dev.heddle.scripted.Messages.Opaque;
import dev.heddle.scripted.Messages.ServerHello;
import dev.heddle.scripted.Messages.ServerKeyExchange;
import dev.heddle.scripted.OfferedPsks.Offer;
import dev.heddle.support.TestCerts.KeyType;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The server's part of a handshake, for a client under test. */
final class ScriptedServer extends Peer {

  private static final String OFFERS_NONE = "offers no session";

  private final KeyShare share = new KeyShare(script.group());

  /** What is resumed; null for nothing. */
  private PeerSession session;

  /** TLS 1.3: which of the offered keys that is. */
  private int selected;

  private int ticketsGiven;

  ScriptedServer(Terms terms, Script script, Subject subject) {
    super(terms, script, subject);
  }

  @Override
  void handshake() {
    receiveClientHello();
    if (terms.tls13()) {
      handshake13();
    } else {
      handshake12();
    }
  }

  private void receiveClientHello() {
    clientHello = ClientHello.read(receive(Message.CLIENT_HELLO));
  }

  private void handshake13() {
    if (script.retries()) {
      schedule.suite(script.suite());
      schedule.replaceByHash(new byte[0]);
      emit(Message.HELLO_RETRY_REQUEST, this::helloRetryRequest);
      receiveClientHello();
    }
    if (script.resumes()) {
      choose13();
    }
    Secrets[] handshake = new Secrets[1];
    emit(
        Message.SERVER_HELLO,
        this::serverHello13,
        hello -> {
          noteServerHello(hello);
          handshake[0] =
              schedule.handshake13(session == null ? null : session.secret(), shared13());
          in = schedule.protection13(handshake[0].client());
          out = schedule.protection13(handshake[0].server());
        });
    emit(Message.ENCRYPTED_EXTENSIONS, this::encryptedExtensions);
    boolean asks = terms.clientAuth() && !resumed;
    if (asks) {
      emit(Message.CERTIFICATE_REQUEST, this::certificateRequest13);
    }
    if (!resumed) {
      emitCertificate(identity());
      emitCertificateVerify(identity(), "server");
    }
    Secrets[] data = new Secrets[1];
    emit(
        Message.FINISHED,
        () -> new Opaque(schedule.finished13(handshake[0].server())),
        sent -> {
          data[0] = schedule.data13();
          outSecret = data[0].server();
          out = schedule.protection13(outSecret);
        });
    if (asks) {
      receiveClientCertificate();
    }
    receiveFinished(schedule.finished13(handshake[0].client()));
    inSecret = data[0].client();
    in = schedule.protection13(inSecret);
    schedule.resumption13();
  }

  @Override
  void afterHandshake() {
    for (int i = 0; terms.tls13() && i < script.tickets(); i++) {
      ticket(honest -> {});
    }
  }

  /** TLS 1.3: gives another ticket. */
  void ticket(Consumer<NewSessionTicket> change) {
    emit(
        Message.NEW_SESSION_TICKET,
        () -> {
          NewSessionTicket ticket = new NewSessionTicket(true);
          ticket.ageAdd = new Reader(Crypto.random(4)).u32();
          ticket.nonce = Bytes.of().u16(ticketsGiven++).done();
          change.accept(ticket);
          return ticket;
        },
        sent -> remember(schedule.psk(sent.nonce), sent.ticket, sent.ageAdd));
  }

  private void remember(byte[] secret, byte[] ticket, long ageAdd) {
    byte[] id = terms.tls13() || resumed ? new byte[0] : serverHello.sessionId;
    memory.known.addFirst(
        new PeerSession(
            terms.tls13(),
            serverHello.suite,
            secret,
            ticket,
            id,
            ageAdd,
            memory.clock().instant()));
  }

  /** Takes the first key that it knows, whose binder has to fit. */
  private void choose13() {
    demand(clientHello.extensions.has(Extensions.PRE_SHARED_KEY), OFFERS_NONE);
    OfferedPsks psks = OfferedPsks.read(clientHello.extensions.get(Extensions.PRE_SHARED_KEY));
    byte[] truncated = Bytes.cut(schedule.messages(), psks.bindersLength());
    for (Offer offer : psks.offers) {
      choose(known -> Arrays.equals(known.ticket(), offer.identity));
      if (resumed) {
        selected = psks.offers.indexOf(offer);
        Hash hash = Suites.hash(session.suite());
        byte[] binder = KeySchedule.binder(hash, session.secret(), truncated);
        demand(Arrays.equals(binder, offer.binder), "has a binder that does not fit");
        session = script.changed(session);
        return;
      }
    }
    demand(false, OFFERS_NONE);
  }

  private void choose12() {
    Extensions extensions = clientHello.extensions;
    byte[] ticket =
        extensions.has(Extensions.SESSION_TICKET)
            ? extensions.get(Extensions.SESSION_TICKET)
            : new byte[0];
    byte[] id = clientHello.sessionId;
    choose(
        known ->
            ticket.length > 0 && Arrays.equals(known.ticket(), ticket)
                || id.length > 0 && Arrays.equals(known.id(), id));
    demand(resumed, OFFERS_NONE);
  }

  private void choose(Predicate<PeerSession> fits) {
    session =
        memory.known.stream()
            .filter(known -> known.tls13() == terms.tls13() && fits.test(known))
            .findFirst()
            .orElse(null);
    resumed = session != null;
  }

  private void handshake12() {
    if (script.resumes()) {
      choose12();
    }
    emit(Message.SERVER_HELLO, this::serverHello12, this::noteServerHello);
    if (resumed) {
      shortHandshake12();
    } else {
      fullHandshake12();
    }
  }

  private void shortHandshake12() {
    schedule.resume12(session.secret());
    Keys keys = schedule.keys12(clientHello.random, serverHello.random);
    nextIn = keys.client();
    ticket12();
    emitChangeCipherSpec(keys.server());
    emit(Message.FINISHED, () -> new Opaque(schedule.finished12(false)));
    receiveFinished(schedule.finished12(true));
  }

  private void ticket12() {
    if (serverHello.extensions.has(Extensions.SESSION_TICKET)) {
      emit(
          Message.NEW_SESSION_TICKET,
          () -> new NewSessionTicket(false),
          sent -> remember(schedule.master12(), sent.ticket, 0));
    }
  }

  private void fullHandshake12() {
    emitCertificate(identity());
    emit(Message.SERVER_KEY_EXCHANGE, this::serverKeyExchange);
    if (terms.clientAuth()) {
      emit(Message.CERTIFICATE_REQUEST, this::certificateRequest12);
    }
    emit(Message.SERVER_HELLO_DONE, Opaque::new);
    boolean certified = terms.clientAuth() && receiveCertificates12();
    byte[] point = new Reader(receive(Message.CLIENT_KEY_EXCHANGE)).vec8();
    byte[] sentPoint = ServerKeyExchange.read(sent(Message.SERVER_KEY_EXCHANGE)).point;
    boolean extended =
        clientHello.extensions.has(Extensions.EXTENDED_MASTER_SECRET)
            && serverHello.extensions.has(Extensions.EXTENDED_MASTER_SECRET);
    schedule.master12(
        agreed(share, sentPoint, point), extended, clientHello.random, serverHello.random);
    Keys keys = schedule.keys12(clientHello.random, serverHello.random);
    nextIn = keys.client();
    if (certified) {
      receive(Message.CERTIFICATE_VERIFY);
    }
    receiveFinished(schedule.finished12(true));
    if (serverHello.sessionId.length > 0) {
      remember(schedule.master12(), new byte[0], 0);
    }
    ticket12();
    emitChangeCipherSpec(keys.server());
    emit(Message.FINISHED, () -> new Opaque(schedule.finished12(false)));
  }

  private void receiveClientCertificate() {
    Reader certificate = new Reader(receive(Message.CERTIFICATE));
    certificate.vec8();
    if (certificate.vec24().length > 0) {
      receive(Message.CERTIFICATE_VERIFY);
    }
  }

  private boolean receiveCertificates12() {
    return new Reader(receive(Message.CERTIFICATE)).vec24().length > 0;
  }

  private void noteServerHello(ServerHello hello) {
    serverHello = asSent(Message.SERVER_HELLO, hello, ServerHello::read);
    schedule.suite(serverHello.suite);
  }

  private byte[] shared13() {
    byte[] theirs = clientHello.share(share.group);
    if (theirs == null) {
      throw new IllegalStateException("the script needs a retry: no share for " + share.group);
    }
    Extensions extensions = serverHello.extensions;
    byte[] sentShare = {};
    if (extensions.has(Extensions.KEY_SHARE)) {
      Reader entry = new Reader(extensions.get(Extensions.KEY_SHARE));
      entry.u16();
      sentShare = entry.vec16();
    }
    return agreed(share, sentShare, theirs);
  }

  private ServerHello helloRetryRequest() {
    ServerHello hello = hello(script.suite());
    hello.random = Messages.RETRY_RANDOM;
    hello.extensions.add(Extensions.KEY_SHARE, Bytes.of().u16(share.group).done());
    return hello;
  }

  private ServerHello serverHello13() {
    ServerHello hello = hello(resumed ? session.suite() : script.suite());
    hello.extensions.add(
        Extensions.KEY_SHARE, Bytes.of().u16(share.group).vec16(share.encoded()).done());
    if (resumed) {
      hello.extensions.add(Extensions.PRE_SHARED_KEY, Bytes.of().u16(selected).done());
    }
    return hello;
  }

  private ServerHello hello(int suite) {
    ServerHello hello = new ServerHello();
    hello.sessionId = clientHello.sessionId;
    hello.suite = suite;
    hello.extensions.add(Extensions.SUPPORTED_VERSIONS, Bytes.of(3, 4).done());
    return hello;
  }

  private ServerHello serverHello12() {
    ServerHello hello = new ServerHello();
    boolean rsa = identity().type().name().startsWith("RSA");
    hello.suite = rsa ? Suites.ECDHE_RSA : Suites.ECDHE_ECDSA;
    if (resumed) {
      hello.suite = session.suite();
      hello.sessionId = clientHello.sessionId;
    } else if (script.givesSessionId()) {
      hello.sessionId = Crypto.random(32);
    }
    if (script.tickets() > 0 && clientHello.extensions.has(Extensions.SESSION_TICKET)) {
      hello.extensions.add(Extensions.SESSION_TICKET);
    }
    hello.extensions.add(Extensions.RENEGOTIATION_INFO, (byte) 0);
    if (clientHello.extensions.has(Extensions.EXTENDED_MASTER_SECRET)) {
      hello.extensions.add(Extensions.EXTENDED_MASTER_SECRET);
    }
    addAlpn(hello.extensions);
    return hello;
  }

  private EncryptedExtensions encryptedExtensions() {
    EncryptedExtensions message = new EncryptedExtensions();
    addAlpn(message.extensions);
    return message;
  }

  private void addAlpn(Extensions extensions) {
    if (!terms.alpn().isEmpty()) {
      byte[] chosen = terms.alpn().getFirst().getBytes();
      extensions.add(Extensions.ALPN, Bytes.of().vec16(list -> list.vec8(chosen)).done());
    }
  }

  private CertificateRequest certificateRequest13() {
    CertificateRequest request = new CertificateRequest();
    request.extensions.add(
        Extensions.SIGNATURE_ALGORITHMS,
        Bytes.of().vec16(list -> Signing.OFFERED.forEach(list::u16)).done());
    return request;
  }

  private CertificateRequest certificateRequest12() {
    CertificateRequest request = new CertificateRequest();
    request.types = new byte[] {64, 1};
    request.schemes.addAll(Signing.OFFERED);
    return request;
  }

  private ServerKeyExchange serverKeyExchange() {
    ServerKeyExchange exchange = new ServerKeyExchange();
    exchange.group = share.group;
    exchange.point = share.encoded();
    exchange.scheme =
        identity().type() == KeyType.RSA_2048 && script.scheme() == null
            ? Signing.RSA_PKCS1_SHA256
            : scheme(identity());
    int scheme = exchange.scheme;
    exchange.signer =
        parameters ->
            Signing.sign(
                scheme,
                identity().key(),
                Bytes.concat(clientHello.random, serverHello.random, parameters));
    return exchange;
  }
}
