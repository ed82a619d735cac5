package dev.heddle.demo;

import dev.heddle.bio.ConnectBio;
import dev.heddle.config.HostName;
import dev.heddle.config.Session;
import dev.heddle.demo.common.Dial;
import dev.heddle.demo.common.Failure;
import dev.heddle.demo.common.Target;
import dev.heddle.demo.common.Tickets;
import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One connection from beginning to end, as plain blocking code: connect, handshake, echo, shut
 * down, close. Any number of threads may use a client.
 */
final class Client {

  /** Told that a handshake is done; the echo begins when it returns. */
  @FunctionalInterface
  interface Connected {
    void connected(Ssl ssl, long handshakeNanos) throws InterruptedException;
  }

  private final SslContext context;
  private final Dial.Addresses addresses;
  private final Duration limit;
  private final int rounds;
  private final boolean checkName;
  private final byte[] payload;
  private final KeptSessions offered;
  private final KeptSessions kept;

  /**
   * A client.
   *
   * @param limit of each part: to connect, to shake hands, a round of the echo, to shut down
   * @param bytes how many to send and expect back in a round
   * @param rounds how many; with 0 nothing is sent, and the peer's close_notify not waited for
   * @param checkName whether the server's certificate must be for the target's host
   */
  Client(
      SslContext context,
      Dial.Addresses addresses,
      Duration limit,
      int bytes,
      int rounds,
      boolean checkName) {
    this.context = context;
    this.addresses = addresses;
    this.limit = limit;
    this.rounds = rounds;
    this.checkName = checkName;
    this.payload = new byte[bytes];
    this.offered = null;
    this.kept = null;
    ThreadLocalRandom.current().nextBytes(payload);
  }

  private Client(Client like, KeptSessions offered, KeptSessions kept) {
    this.context = like.context;
    this.addresses = like.addresses;
    this.limit = like.limit;
    this.rounds = like.rounds;
    this.checkName = like.checkName;
    this.payload = like.payload;
    this.offered = offered;
    this.kept = kept;
  }

  /** The same client, which keeps its sessions. */
  Client keeping(KeptSessions sessions) {
    return new Client(this, null, sessions);
  }

  /** The same client, which resumes sessions that were kept. */
  Client resuming(KeptSessions sessions) {
    return new Client(this, sessions, null);
  }

  /** Makes one connection and ends it. */
  void run(Target target, Connected connected) throws Failure {
    ConnectBio bio = Dial.open(target, addresses, limit).bio();
    try (bio;
        Ssl ssl = context.newSsl()) {
      name(ssl, target);
      ssl.setBio(bio, bio);
      if (offered != null) {
        ssl.setSession(offered.take(target));
      }
      long begun = System.nanoTime();
      Failure.limited(ssl, limit, "handshake", ssl::connect);
      connected.connected(ssl, System.nanoTime() - begun);
      for (int round = 0; round < rounds; round++) {
        Failure.limited(ssl, limit, "echo", () -> echo(ssl));
      }
      Session session = kept == null ? null : session(ssl, bio);
      Failure.limited(ssl, limit, "shutdown", () -> shutDown(ssl));
      if (kept != null) {
        kept.keep(target, session);
      }
    } catch (InterruptedException e) {
      throw Failure.interrupted(Phase.DATA, target.toString());
    }
  }

  /** With the answer to what we sent a ticket has come, or does not come. */
  private Session session(Ssl ssl, ConnectBio bio) {
    return rounds > 0 ? Tickets.resumable(ssl) : Tickets.await(ssl, bio, Tickets.PATIENCE);
  }

  private void name(Ssl ssl, Target target) {
    if (checkName) {
      ssl.set1Host(target.host());
    } else if (!HostName.of(target.host()).isIp()) {
      ssl.setTlsextHostName(target.host());
    }
  }

  /** In pieces of a record each: an echo server need not hold more than one of them. */
  private int echo(Ssl ssl) throws Failure {
    byte[] back = new byte[Math.min(payload.length, PIECE)];
    for (int off = 0; off < payload.length; off += back.length) {
      int length = Math.min(back.length, payload.length - off);
      int result = ssl.write(payload, off, length);
      for (int got = 0; result > 0 && got < length; got += result) {
        result = ssl.read(back, got, length - got);
      }
      if (result <= 0) {
        return result;
      }
      if (!Arrays.equals(payload, off, off + length, back, 0, length)) {
        throw new Failure(Category.PROTOCOL, "echo: what came back is not what was sent");
      }
    }
    return 1;
  }

  private int shutDown(Ssl ssl) {
    int result = ssl.shutdown();
    if (result != 0) {
      return result;
    }
    // Servers at large mostly close without an answer.
    return rounds == 0 ? 1 : ssl.shutdown();
  }

  private static final int PIECE = 16384;
}
