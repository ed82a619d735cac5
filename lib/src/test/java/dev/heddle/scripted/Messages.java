package dev.heddle.scripted;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The bodies of handshake messages as models that a script may change: every field can hold any
 * value, and {@link Model#trailing} follows behind all of them.
 */
final class Messages {

  /** The random number that makes a ServerHello a HelloRetryRequest (RFC 8446 section 4.1.3). */
  static final byte[] RETRY_RANDOM = Hash.SHA_256.of("HelloRetryRequest".getBytes());

  private Messages() {}

  /** A body to be changed before it is sent. */
  abstract static class Model {

    /** Octets behind the body's last field, counted by the message's length. */
    byte[] trailing = {};

    final byte[] body() {
      return Bytes.concat(fields(), trailing);
    }

    abstract byte[] fields();
  }

  /** A body that has no model of its own, such as that of Finished. */
  static final class Opaque extends Model {
    byte[] content;

    Opaque(byte... content) {
      this.content = content;
    }

    @Override
    byte[] fields() {
      return content;
    }
  }

  static final class ClientHello extends Model {
    int version = 0x0303;
    byte[] random = Crypto.random(32);
    byte[] sessionId = Crypto.random(32);
    List<Integer> suites = new ArrayList<>();
    byte[] compressions = {0};
    Extensions extensions = new Extensions();

    /** What goes into pre_shared_key, if that is there; null for what the extension has. */
    OfferedPsks psks;

    static ClientHello read(byte[] body) {
      Reader reader = new Reader(body);
      ClientHello hello = new ClientHello();
      hello.version = reader.u16();
      hello.random = reader.raw(32);
      hello.sessionId = reader.vec8();
      Reader suites = new Reader(reader.vec16());
      while (suites.hasMore()) {
        hello.suites.add(suites.u16());
      }
      hello.compressions = reader.vec8();
      hello.extensions = Extensions.read(reader);
      hello.trailing = reader.rest();
      return hello;
    }

    /** The public key that came for a group; null if none came. */
    byte[] share(int group) {
      if (!extensions.has(Extensions.KEY_SHARE)) {
        return null;
      }
      Reader shares = new Reader(new Reader(extensions.get(Extensions.KEY_SHARE)).vec16());
      while (shares.hasMore()) {
        int offered = shares.u16();
        byte[] key = shares.vec16();
        if (offered == group) {
          return key;
        }
      }
      return null;
    }

    @Override
    byte[] fields() {
      if (psks != null && extensions.has(Extensions.PRE_SHARED_KEY)) {
        extensions.set(Extensions.PRE_SHARED_KEY, psks.unbound());
        byte[] hello = Message.CLIENT_HELLO.framed(plainFields());
        extensions.set(Extensions.PRE_SHARED_KEY, psks.bound(hello));
      }
      return plainFields();
    }

    private byte[] plainFields() {
      return Bytes.of()
          .u16(version)
          .raw(random)
          .vec8(sessionId)
          .vec16(list -> suites.forEach(list::u16))
          .vec8(compressions)
          .raw(extensions.block())
          .done();
    }
  }

  /** A ServerHello, or with {@link #RETRY_RANDOM} a HelloRetryRequest. */
  static final class ServerHello extends Model {
    int version = 0x0303;
    byte[] random = Crypto.random(32);
    byte[] sessionId = {};
    int suite;
    int compression;
    Extensions extensions = new Extensions();

    static ServerHello read(byte[] body) {
      Reader reader = new Reader(body);
      ServerHello hello = new ServerHello();
      hello.version = reader.u16();
      hello.random = reader.raw(32);
      hello.sessionId = reader.vec8();
      hello.suite = reader.u16();
      hello.compression = reader.u8();
      hello.extensions = Extensions.read(reader);
      hello.trailing = reader.rest();
      return hello;
    }

    @Override
    byte[] fields() {
      return Bytes.of()
          .u16(version)
          .raw(random)
          .vec8(sessionId)
          .u16(suite)
          .u8(compression)
          .raw(extensions.block())
          .done();
    }
  }

  static final class EncryptedExtensions extends Model {
    Extensions extensions = new Extensions();

    @Override
    byte[] fields() {
      return extensions.block();
    }
  }

  /** TLS 1.3's, or TLS 1.2's where the certificate types are given. */
  static final class CertificateRequest extends Model {
    /** TLS 1.3. */
    byte[] context = {};

    /** TLS 1.3. */
    Extensions extensions = new Extensions();

    /** TLS 1.2; null in TLS 1.3. */
    byte[] types;

    /** TLS 1.2. */
    List<Integer> schemes = new ArrayList<>();

    /** TLS 1.2: encoded names. */
    List<byte[]> authorities = new ArrayList<>();

    @Override
    byte[] fields() {
      if (types == null) {
        return Bytes.of().vec8(context).raw(extensions.block()).done();
      }
      return Bytes.of()
          .vec8(types)
          .vec16(list -> schemes.forEach(list::u16))
          .vec16(list -> authorities.forEach(list::vec16))
          .done();
    }
  }

  /** One certificate of a list; the extensions are TLS 1.3's. */
  static final class CertificateEntry {
    byte[] der;
    Extensions extensions = new Extensions();

    CertificateEntry(byte[] der) {
      this.der = der;
    }
  }

  static final class Certificates extends Model {
    /** Whether contexts and extensions are there. */
    final boolean tls13;

    byte[] context = {};
    List<CertificateEntry> entries = new ArrayList<>();

    Certificates(boolean tls13) {
      this.tls13 = tls13;
    }

    @Override
    byte[] fields() {
      Bytes body = Bytes.of();
      if (tls13) {
        body.vec8(context);
      }
      return body.vec24(
              list -> {
                for (CertificateEntry entry : entries) {
                  list.vec24(entry.der);
                  if (tls13) {
                    list.raw(entry.extensions.block());
                  }
                }
              })
          .done();
    }
  }

  static final class CertificateVerify extends Model {
    int scheme;
    byte[] signature;

    @Override
    byte[] fields() {
      return Bytes.of().u16(scheme).vec16(signature).done();
    }
  }

  /** TLS 1.2 with a named curve (RFC 8422 section 5.4). */
  static final class ServerKeyExchange extends Model {
    int curveType = 3;
    int group;
    byte[] point;
    int scheme;

    /** Null for an honest one, of whatever the parameters have become. */
    byte[] signature;

    /** Signs {@link #parameters}. */
    UnaryOperator<byte[]> signer;

    static ServerKeyExchange read(byte[] body) {
      Reader reader = new Reader(body);
      ServerKeyExchange exchange = new ServerKeyExchange();
      exchange.curveType = reader.u8();
      exchange.group = reader.u16();
      exchange.point = reader.vec8();
      exchange.scheme = reader.u16();
      exchange.signature = reader.vec16();
      return exchange;
    }

    /** What is signed, behind the two random numbers. */
    byte[] parameters() {
      return Bytes.of().u8(curveType).u16(group).vec8(point).done();
    }

    @Override
    byte[] fields() {
      byte[] made = signature == null ? signer.apply(parameters()) : signature;
      return Bytes.of().raw(parameters()).u16(scheme).vec16(made).done();
    }
  }

  /** TLS 1.2 with a point (RFC 8422 section 5.7). */
  static final class ClientKeyExchange extends Model {
    byte[] point;

    @Override
    byte[] fields() {
      return Bytes.of().vec8(point).done();
    }
  }

  /** TLS 1.3's, or with a lifetime and a ticket alone TLS 1.2's (RFC 5077 section 3.3). */
  static final class NewSessionTicket extends Model {
    /** Whether there is more than a lifetime and a ticket. */
    final boolean tls13;

    long lifetime = 3600;
    long ageAdd = 7;
    byte[] nonce = {0};
    byte[] ticket = Crypto.random(32);
    Extensions extensions = new Extensions();

    NewSessionTicket(boolean tls13) {
      this.tls13 = tls13;
    }

    static NewSessionTicket read(boolean tls13, byte[] body) {
      Reader reader = new Reader(body);
      NewSessionTicket message = new NewSessionTicket(tls13);
      message.lifetime = reader.u32();
      if (tls13) {
        message.ageAdd = reader.u32();
        message.nonce = reader.vec8();
      }
      message.ticket = reader.vec16();
      if (tls13) {
        message.extensions = Extensions.read(reader);
      }
      message.trailing = reader.rest();
      return message;
    }

    @Override
    byte[] fields() {
      Bytes body = Bytes.of().u32(lifetime);
      if (!tls13) {
        return body.vec16(ticket).done();
      }
      return body.u32(ageAdd).vec8(nonce).vec16(ticket).raw(extensions.block()).done();
    }
  }

  static final class KeyUpdate extends Model {
    int request;

    @Override
    byte[] fields() {
      return Bytes.of(request).done();
    }
  }
}
