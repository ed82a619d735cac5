package dev.heddle.scripted;

import dev.heddle.scripted.KeySchedule.Keys;
import dev.heddle.scripted.KeySchedule.Secrets;
import dev.heddle.scripted.Messages.ClientHello;
import dev.heddle.scripted.Messages.ClientKeyExchange;
import dev.heddle.scripted.Messages.Opaque;
import dev.heddle.scripted.Messages.ServerHello;
import dev.heddle.scripted.Messages.ServerKeyExchange;
import dev.heddle.support.TestCerts.Identity;
import java.util.Arrays;
import java.util.List;

/** The client's part of a full handshake, for a server under test. */
final class ScriptedClient extends Peer {

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
    Secrets handshake = schedule.handshake13(null, shared13());
    in = schedule.protection13(handshake.server());
    out = schedule.protection13(handshake.client());
    answers = Extensions.read(new Reader(receive(Message.ENCRYPTED_EXTENSIONS)));
    byte[] context = terms.clientAuth() ? receiveCertificateRequest() : null;
    receive(Message.CERTIFICATE);
    receive(Message.CERTIFICATE_VERIFY);
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
  }

  private void handshake12() {
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
    return hello;
  }

  /** As the first one really was, with what the retry asks for (RFC 8446 section 4.1.2). */
  private ClientHello secondClientHello() {
    ClientHello hello = ClientHello.read(sent(Message.CLIENT_HELLO));
    share = new KeyShare(new Reader(serverHello.extensions.get(Extensions.KEY_SHARE)).u16());
    hello.extensions.set(Extensions.KEY_SHARE, shares());
    if (serverHello.extensions.has(Extensions.COOKIE)) {
      hello.extensions.add(Extensions.COOKIE, serverHello.extensions.get(Extensions.COOKIE));
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
