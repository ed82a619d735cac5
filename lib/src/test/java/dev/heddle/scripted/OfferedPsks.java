package dev.heddle.scripted;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The keys that a ClientHello offers (RFC 8446 section 4.2.11): the content of its pre_shared_key,
 * free to be changed. A binder that is not set is made of what the hello has become.
 */
final class OfferedPsks {

  /** One of them. */
  static final class Offer {
    byte[] identity;

    /** As it is sent, a uint32. */
    long age;

    /** Null for the honest one. */
    byte[] binder;

    /** What an honest binder is made with. */
    PeerSession session;

    Offer(PeerSession session, Instant now) {
      this.session = session;
      identity = session.ticket();
      age = session.obfuscatedAge(now);
    }

    /** Without a session, so that there has to be a binder. */
    Offer(byte[] identity, long age, byte[] binder) {
      this.identity = identity;
      this.age = age;
      this.binder = binder;
    }
  }

  final List<Offer> offers = new ArrayList<>();

  /** Changes the list of binders. */
  UnaryOperator<List<byte[]>> binders = honest -> honest;

  /** The messages before the hello. */
  private final byte[] before;

  OfferedPsks(byte[] before) {
    this.before = before;
  }

  /** The same, in a hello with other messages before it. */
  OfferedPsks after(byte[] messages) {
    OfferedPsks again = new OfferedPsks(messages);
    again.offers.addAll(offers);
    again.binders = binders;
    return again;
  }

  static OfferedPsks read(byte[] extension) {
    OfferedPsks psks = new OfferedPsks(new byte[0]);
    Reader reader = new Reader(extension);
    Reader identities = new Reader(reader.vec16());
    while (identities.hasMore()) {
      psks.offers.add(new Offer(identities.vec16(), identities.u32(), null));
    }
    Reader binders = new Reader(reader.vec16());
    for (Offer offer : psks.offers) {
      offer.binder = binders.vec8();
    }
    return psks;
  }

  /** With zeros for the binders that are not set. */
  byte[] unbound() {
    return extension(offers.stream().map(o -> o.binder == null ? zeros(o) : o.binder).toList());
  }

  /**
   * With all binders.
   *
   * @param hello the message that has {@link #unbound}, as its last extension
   */
  byte[] bound(byte[] hello) {
    byte[] truncated = Bytes.concat(before, Bytes.cut(hello, bindersLength()));
    return extension(
        offers.stream().map(o -> o.binder == null ? honest(o, truncated) : o.binder).toList());
  }

  /** How many octets the binders have, with their lengths. */
  int bindersLength() {
    return unbound().length - identities().length;
  }

  private static byte[] zeros(Offer offer) {
    return new byte[Suites.hash(offer.session.suite()).length];
  }

  private static byte[] honest(Offer offer, byte[] truncated) {
    Hash hash = Suites.hash(offer.session.suite());
    return KeySchedule.binder(hash, offer.session.secret(), truncated);
  }

  private byte[] identities() {
    return Bytes.of()
        .vec16(list -> offers.forEach(offer -> list.vec16(offer.identity).u32(offer.age)))
        .done();
  }

  private byte[] extension(List<byte[]> honest) {
    return Bytes.of()
        .raw(identities())
        .vec16(list -> binders.apply(honest).forEach(list::vec8))
        .done();
  }
}
