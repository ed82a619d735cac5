package dev.heddle.soak;

import dev.heddle.config.TlsVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All that is decided about one connection before it begins, drawn from the run's seed and the
 * connection's number alone.
 *
 * @param atClient whom the trouble meets
 * @param outgoing whether its byte is one that this end sends, or one that it gets
 * @param atByte after how many bytes of that direction
 * @param patienceMillis how long the ends wait before they give up
 */
record Plan(
    long seed,
    int number,
    TlsVersion version,
    boolean clientCertificate,
    Link link,
    End client,
    End server,
    Set<Hardship> hardships,
    Trouble trouble,
    boolean atClient,
    boolean outgoing,
    int atByte,
    int patienceMillis) {

  /** What lies between the ends. */
  enum Link {
    RELAY,
    SOCKETS,
    BIO_PAIR
  }

  /** What an end reads and writes. */
  enum Transport {
    SOCKET,
    CHANNEL,
    CONNECT,
    POLLED_CHANNEL,
    HALF_OF_PAIR
  }

  /**
   * One end.
   *
   * @param virtual whether its threads are virtual
   * @param duplex whether it reads and writes at once; else a client writes first, a server reads
   * @param socketFace whether it is a {@code TlsSocket}, and not an {@code Ssl}
   * @param bytes how much it sends
   */
  record End(Transport transport, boolean virtual, boolean duplex, boolean socketFace, int bytes) {}

  /** Draws the plan of connection {@code number}; {@code share} percent meet trouble. */
  static Plan draw(long seed, int number, int share) {
    SplittableRandom random = random(seed, number, "plan");
    Link link = random.nextInt(100) < 60 ? Link.RELAY : one(random, Link.SOCKETS, Link.BIO_PAIR);
    TlsVersion version = one(random, TlsVersion.TLS_1_2, TlsVersion.TLS_1_3, TlsVersion.TLS_1_3);
    Trouble trouble = random.nextInt(100) < share ? trouble(random, link) : Trouble.NONE;
    if (trouble == Trouble.STUCK_CONNECT) {
      link = Link.SOCKETS;
    }
    Set<Hardship> hardships = hardships(random, version);
    End client = end(random, link, true, hardships);
    End server = end(random, link, false, hardships);
    boolean atClient = random.nextBoolean();
    boolean outgoing = random.nextBoolean();
    int most = 600 + (atClient == outgoing ? client : server).bytes();
    return new Plan(
        seed,
        number,
        version,
        trouble == Trouble.NO_CERTIFICATE || random.nextInt(3) == 0,
        link,
        client,
        server,
        hardships,
        trouble,
        atClient,
        outgoing,
        random.nextInt(random.nextBoolean() ? most : Math.min(3000, most)),
        trouble.isSilent() ? 300 + random.nextInt(700) : LONG_PATIENCE_MILLIS);
  }

  private static Trouble trouble(SplittableRandom random, Link link) {
    return switch (link) {
      case RELAY ->
          one(
              random,
              Trouble.CUT,
              Trouble.HALF_CUT,
              Trouble.RESET,
              Trouble.STALL,
              Trouble.FLIP,
              Trouble.INTERRUPT,
              Trouble.CLOSE,
              Trouble.NO_CERTIFICATE,
              Trouble.WRONG_NAME,
              Trouble.CALLBACK_THROWS);
      case SOCKETS ->
          one(
              random,
              Trouble.CUT,
              Trouble.RESET,
              Trouble.FLIP,
              Trouble.INTERRUPT,
              Trouble.CLOSE,
              Trouble.THROW,
              Trouble.NO_CERTIFICATE,
              Trouble.WRONG_NAME,
              Trouble.STUCK_CONNECT);
      case BIO_PAIR ->
          one(
              random,
              Trouble.CUT,
              Trouble.RESET,
              Trouble.FLIP,
              Trouble.CLOSE,
              Trouble.THROW,
              Trouble.NO_CERTIFICATE,
              Trouble.WRONG_NAME,
              Trouble.CALLBACK_THROWS);
    };
  }

  private static Set<Hardship> hardships(SplittableRandom random, TlsVersion version) {
    Set<Hardship> hardships = EnumSet.noneOf(Hardship.class);
    for (Hardship each : Hardship.values()) {
      if (random.nextInt(7) == 0) {
        hardships.add(each);
      }
    }
    if (version == TlsVersion.TLS_1_2) {
      hardships.remove(Hardship.KEY_UPDATES);
    }
    return hardships;
  }

  private static End end(
      SplittableRandom random, Link link, boolean client, Set<Hardship> hardships) {
    Transport transport =
        link == Link.BIO_PAIR
            ? Transport.HALF_OF_PAIR
            : client
                ? one(
                    random,
                    Transport.SOCKET,
                    Transport.CHANNEL,
                    Transport.CONNECT,
                    Transport.POLLED_CHANNEL)
                : one(random, Transport.SOCKET, Transport.CHANNEL, Transport.POLLED_CHANNEL);
    // A selector would hold a virtual thread's carrier.
    boolean virtual = transport != Transport.POLLED_CHANNEL && random.nextInt(4) > 0;
    int sort = random.nextInt(20);
    int most = sort < 12 ? 5000 : sort < 18 ? 60_000 : 600_000;
    if (hardships.contains(Hardship.TINY_WRITES)) {
      most = 300;
    } else if (hardships.contains(Hardship.TINY_SEGMENTS)
        || hardships.contains(Hardship.SLOW_READER)) {
      most = 5000;
    }
    boolean socketFace =
        transport != Transport.POLLED_CHANNEL
            && transport != Transport.HALF_OF_PAIR
            && random.nextInt(5) < 2;
    return new End(transport, virtual, random.nextBoolean(), socketFace, random.nextInt(most));
  }

  @SafeVarargs
  private static <T> T one(SplittableRandom random, T... of) {
    return of[random.nextInt(of.length)];
  }

  /** One end's part. */
  End end(boolean client) {
    return client ? this.client : server;
  }

  boolean has(Hardship hardship) {
    return hardships.contains(hardship);
  }

  /** A source of what is decided on the way, of its own for everyone who decides. */
  SplittableRandom random(String whose) {
    return random(seed, number, whose);
  }

  private static SplittableRandom random(long seed, int number, String whose) {
    return new SplittableRandom(
        List.of(seed, number, whose).hashCode() * 0x9E3779B97F4A7C15L + seed);
  }

  /** Longer than anything takes that goes on at all, also on a busy machine. */
  static final int LONG_PATIENCE_MILLIS = 20_000;
}
