package dev.heddle.scripted;

import dev.heddle.scripted.KeySchedule.Keys;
import dev.heddle.scripted.KeySchedule.Secrets;
import dev.heddle.scripted.Messages.ClientHello;
import dev.heddle.scripted.Messages.ClientKeyExchange;
import dev.heddle.scripted.Messages.NewSessionTicket;
import dev.heddle.scripted.Messages.Opaque;
import dev.heddle.scripted.Messages.ServerHello;
import dev.heddle.scripted.Messages.ServerKeyExchange;
import dev.heddle.scripted.OfferedPsks.Offer;
import dev.heddle.support.TestCerts.Identity;
import java.util.Arrays;
import java.util.List;

/** The client's part of a handshake, for a server under test. */
final class ScriptedClient extends Peer {

  /** The session that is offered; null for none. */
  private PeerSession offered;

  /** TLS 1.3: the keys that are offered; null for none. */
  private OfferedPsks psks;

  private Extensions answers;
  private KeyShare share = new KeyShare(script.group());

  ScriptedClient(Terms terms, Script script, Subject subject) {
    super(terms, script, subject);
  }

  /** The extensions that answer those of the hello: of EncryptedExtensions, or the ServerHello. */
  Extensions answers() {
    return terms.tls13() ? answers : serverHello.extensions;
  }

  @Override
  void handshake() {
    emit(
        Message.CLIENT_HELLO,
        this::firstClientHello,
        hello -> noteHello(Message.CLIENT_HELLO, hello));
    receiveServerHello();
    if (terms.tls13()) {
      handshake13();
    } else {
      handshake12();
    }
  }

  private void handshake13() {
    if (Arrays.equals(Messages.RETRY_RANDOM, serverHello.random)) {
      schedule.replaceByHash(Message.SERVER_HELLO.framed(serverHello.body()));
      emit(
          Message.SECOND_CLIENT_HELLO,
          this::secondClientHello,
          hello -> noteHello(Message.SECOND_CLIENT_HELLO, hello));
      receiveServerHello();
    }
    Secrets handshake = schedule.handshake13(selectedPsk(), shared13());
    in = schedule.protection13(handshake.server());
    out = schedule.protection13(handshake.client());
    answers = Extensions.read(new Reader(receive(Message.ENCRYPTED_EXTENSIONS)));
    byte[] context = terms.clientAuth() && !resumed ? receiveCertificateRequest() : null;
    if (!resumed) {
      receive(Message.CERTIFICATE);
      receive(Message.CERTIFICATE_VERIFY);
    }
    receiveFinished(schedule.finished13(handshake.server()));
    Secrets data = schedule.data13();
    inSecret = data.server();
    in = schedule.protection13(inSecret);
    if (context != null) {
      emitCertificate(identity(), context);
      if (identity() != null) {
        emitCertificateVerify(identity(), "client");
      }
    }
    emit(
        Message.FINISHED,
        () -> new Opaque(schedule.finished13(handshake.client())),
        sent -> {
          outSecret = data.client();
          out = schedule.protection13(outSecret);
        });
    schedule.resumption13();
  }

  /** The key that the server has chosen; null for none. */
  private byte[] selectedPsk() {
    if (!serverHello.extensions.has(Extensions.PRE_SHARED_KEY)) {
      return null;
    }
    int selected = new Reader(serverHello.extensions.get(Extensions.PRE_SHARED_KEY)).u16();
    demand(psks != null && selected < psks.offers.size(), "resumes what was not offered");
    resumed = true;
    return psks.offers.get(selected).session.secret();
  }

  @Override
  void obey(Received message) {
    super.obey(message);
    if (terms.tls13() && message.code() == Message.NEW_SESSION_TICKET.code) {
      NewSessionTicket ticket = NewSessionTicket.read(true, message.body());
      remember(schedule.psk(ticket.nonce), ticket.ticket, ticket.ageAdd);
    }
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

  private void handshake12() {
    byte[] id = serverHello.sessionId;
    boolean recognised = id.length > 0 && Arrays.equals(id, clientHello.sessionId);
    // Without an id of its own it would have to wait for what follows (RFC 5077 section 3.4).
    resumed = offered != null && (recognised || clientHello.sessionId.length == 0);
    if (resumed) {
      shortHandshake12();
    } else {
      fullHandshake12();
    }
  }

  private void shortHandshake12() {
    schedule.resume12(offered.secret());
    Keys keys = schedule.keys12(clientHello.random, serverHello.random);
    nextIn = keys.server();
    receiveTicket12();
    receiveFinished(schedule.finished12(false));
    emitChangeCipherSpec(keys.client());
    emit(Message.FINISHED, () -> new Opaque(schedule.finished12(true)));
  }

  private void receiveTicket12() {
    if (serverHello.extensions.has(Extensions.SESSION_TICKET)) {
      NewSessionTicket message = NewSessionTicket.read(false, receive(Message.NEW_SESSION_TICKET));
      remember(schedule.master12(), message.ticket, 0);
    }
  }

  private void fullHandshake12() {
    receive(Message.CERTIFICATE);
    ServerKeyExchange theirs = ServerKeyExchange.read(receive(Message.SERVER_KEY_EXCHANGE));
    if (theirs.group != share.group) {
      share = new KeyShare(theirs.group);
    }
    if (terms.clientAuth()) {
      receive(Message.CERTIFICATE_REQUEST);
    }
    receive(Message.SERVER_HELLO_DONE);
    Identity identity = identity();
    if (terms.clientAuth()) {
      emitCertificate(identity);
    }
    emit(Message.CLIENT_KEY_EXCHANGE, this::clientKeyExchange, sent -> agree12(theirs.point));
    if (terms.clientAuth() && identity != null) {
      emitCertificateVerify(identity, "client");
    }
    Keys keys = schedule.keys12(clientHello.random, serverHello.random);
    emitChangeCipherSpec(keys.client());
    emit(Message.FINISHED, () -> new Opaque(schedule.finished12(true)));
    nextIn = keys.server();
    if (serverHello.sessionId.length > 0) {
      remember(schedule.master12(), new byte[0], 0);
    }
    receiveTicket12();
    receiveFinished(schedule.finished12(false));
  }

  private void agree12(byte[] theirs) {
    byte[] sentPoint = sentPoint();
    boolean extended =
        clientHello.extensions.has(Extensions.EXTENDED_MASTER_SECRET)
            && serverHello.extensions.has(Extensions.EXTENDED_MASTER_SECRET);
    schedule.master12(
        agreed(share, sentPoint, theirs), extended, clientHello.random, serverHello.random);
  }

  /** Nothing where a script has made it unreadable. */
  private byte[] sentPoint() {
    try {
      return new Reader(sent(Message.CLIENT_KEY_EXCHANGE)).vec8();
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private byte[] shared13() {
    Reader entry = new Reader(serverHello.extensions.get(Extensions.KEY_SHARE));
    entry.u16();
    return agreed(share, clientHello.share(share.group), entry.vec16());
  }

  private void noteHello(Message message, ClientHello hello) {
    clientHello = asSent(message, hello, ClientHello::read);
    psks = hello.psks;
  }

  private void receiveServerHello() {
    serverHello = ServerHello.read(receive(Message.SERVER_HELLO));
    schedule.suite(serverHello.suite);
  }

  private byte[] receiveCertificateRequest() {
    return new Reader(receive(Message.CERTIFICATE_REQUEST)).vec8();
  }

  private ClientHello firstClientHello() {
    ClientHello hello = new ClientHello();
    Extensions extensions = hello.extensions;
    if (terms.serverName() != null) {
      byte[] name = terms.serverName().getBytes();
      extensions.add(
          Extensions.SERVER_NAME, Bytes.of().vec16(list -> list.u8(0).vec16(name)).done());
    }
    extensions.add(
        Extensions.SUPPORTED_GROUPS,
        Bytes.of().vec16(list -> list.u16(KeyShare.X25519).u16(KeyShare.P_256)).done());
    extensions.add(
        Extensions.SIGNATURE_ALGORITHMS,
        Bytes.of().vec16(list -> Signing.OFFERED.forEach(list::u16)).done());
    if (!terms.alpn().isEmpty()) {
      extensions.add(
          Extensions.ALPN,
          Bytes.of()
              .vec16(list -> terms.alpn().forEach(name -> list.vec8(name.getBytes())))
              .done());
    }
    if (terms.staple()) {
      extensions.add(Extensions.STATUS_REQUEST, Bytes.of(1).u16(0).u16(0).done());
    }
    if (terms.tls13()) {
      hello.suites.add(script.suite());
      extensions.add(
          Extensions.SUPPORTED_VERSIONS, Bytes.of().vec8(list -> list.u16(0x0304)).done());
      extensions.add(Extensions.KEY_SHARE, shares());
    } else {
      hello.sessionId = new byte[0];
      hello.suites.addAll(List.of(Suites.ECDHE_ECDSA, Suites.ECDHE_RSA));
      extensions.add(Extensions.EC_POINT_FORMATS, Bytes.of(1, 0).done());
      extensions.add(Extensions.EXTENDED_MASTER_SECRET);
      extensions.add(Extensions.RENEGOTIATION_INFO, (byte) 0);
    }
    offer(hello);
    return hello;
  }

  /** What the hello says of sessions. */
  private void offer(ClientHello hello) {
    if (script.resumes()) {
      demand(!memory.known.isEmpty(), GAVE_NONE);
      offered = script.changed(memory.known.getFirst());
    }
    if (terms.tls13() && (script.resumes() || script.tickets() > 0)) {
      hello.extensions.add(Extensions.PSK_KEY_EXCHANGE_MODES, (byte) 1, (byte) 1);
    }
    if (terms.tls13() && offered != null) {
      hello.psks = new OfferedPsks(new byte[0]);
      hello.psks.offers.add(new Offer(offered, memory.clock().instant()));
      hello.extensions.add(Extensions.PRE_SHARED_KEY);
    }
    if (!terms.tls13() && script.tickets() > 0) {
      hello.extensions.add(Extensions.SESSION_TICKET);
    }
    if (!terms.tls13() && offered != null) {
      boolean ticket = offered.ticket().length > 0;
      hello.sessionId = ticket ? Crypto.random(32) : offered.id();
      if (ticket) {
        hello.extensions.set(Extensions.SESSION_TICKET, offered.ticket());
      }
    }
  }

  /** As the first one really was, with what the retry asks for (RFC 8446 section 4.1.2). */
  private ClientHello secondClientHello() {
    ClientHello hello = ClientHello.read(sent(Message.CLIENT_HELLO));
    share = new KeyShare(new Reader(serverHello.extensions.get(Extensions.KEY_SHARE)).u16());
    hello.extensions.set(Extensions.KEY_SHARE, shares());
    if (serverHello.extensions.has(Extensions.COOKIE)) {
      hello.extensions.add(Extensions.COOKIE, serverHello.extensions.get(Extensions.COOKIE));
    }
    if (psks != null) {
      hello.psks = psks.after(schedule.messages());
      hello.extensions.moveLast(Extensions.PRE_SHARED_KEY);
    }
    return hello;
  }

  private byte[] shares() {
    return Bytes.of().vec16(list -> list.u16(share.group).vec16(share.encoded())).done();
  }

  private ClientKeyExchange clientKeyExchange() {
    ClientKeyExchange exchange = new ClientKeyExchange();
    exchange.point = share.encoded();
    return exchange;
  }
}
