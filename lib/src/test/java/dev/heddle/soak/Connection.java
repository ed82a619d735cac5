package dev.heddle.soak;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.ConnectBio;
import dev.heddle.bio.SocketBio;
import dev.heddle.ssl.Ssl;
import dev.heddle.support.FullListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** One connection of the run: its ends, what lies between them, and what happens to it. */
final class Connection {

  private final Plan plan;
  private final Strike strike;
  private final SplittableRandom random;
  private final Contexts contexts;
  private final long begin = System.nanoTime();
  private final List<Thread> strikers = new CopyOnWriteArrayList<>();
  private Listener listener;
  private Relay relay;
  private volatile Party client;
  private volatile Party server; // null: nobody answers

  Connection(Plan plan, Contexts contexts) {
    this.plan = plan;
    this.contexts = contexts;
    this.strike = new Strike(plan, this::strikeParty);
    this.random = plan.random("connection");
  }

  /** Makes it, and waits until both ends have done with it. */
  void run() throws IOException {
    if (plan.trouble() == Trouble.STUCK_CONNECT) {
      runStuck();
    } else if (plan.link() == Plan.Link.BIO_PAIR) {
      runPair();
    } else {
      runSockets();
    }
    strikers.forEach(Party::join);
  }

  private void runSockets() throws IOException {
    listener = Listener.open(plan);
    int port = listener.port();
    try {
      if (listensForItself()) {
        ListenerParty party = new ListenerParty(plan, contexts.config(plan, false), strike);
        server = party;
        port = party.port();
      } else {
        server = server();
      }
      if (plan.link() == Plan.Link.RELAY) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        ServerSocket front = new ServerSocket(0, 1, loopback);
        Socket far = new Socket(loopback, port);
        port = front.getLocalPort();
        Listener.shrink(plan, far);
        relay = new Relay(plan, strike, front, far);
      }
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      client = client(address);
      Thread serving = start(server);
      Party.join(start(client));
      if (relay != null) {
        relay.endWaiting();
      } else {
        listener.close();
      }
      Party.join(serving);
    } finally {
      if (relay != null) {
        relay.close();
      }
      listener.close();
    }
  }

  /** Its transport is its listener's own, so what troubles a server's transport is not for it. */
  private boolean listensForItself() {
    return plan.server().socketFace() && plan.link() == Plan.Link.RELAY && plan.number() % 2 == 0;
  }

  private Party server() {
    return plan.server().transport() == Plan.Transport.POLLED_CHANNEL
        ? new PolledParty(plan, false, contexts.server(plan), strike, listener::acceptChannel)
        : blocking(false, listener::accept);
  }

  private Party client(InetSocketAddress address) {
    return plan.client().transport() == Plan.Transport.POLLED_CHANNEL
        ? new PolledParty(plan, true, contexts.client(plan), strike, () -> channel(address))
        : blocking(true, () -> transport(address));
  }

  private Party blocking(boolean atClient, BlockingParty.Connector connector) {
    if (plan.end(atClient).socketFace()) {
      return new SocketParty(plan, atClient, contexts.config(plan, atClient), strike, connector);
    }
    Ssl ssl = atClient ? contexts.client(plan) : contexts.server(plan);
    return new BlockingParty(plan, atClient, ssl, strike, connector, () -> {});
  }

  private Bio transport(InetSocketAddress address) throws IOException {
    return switch (plan.client().transport()) {
      case SOCKET -> {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        Listener.shrink(plan, socket);
        yield SocketBio.of(socket);
      }
      case CHANNEL -> ChannelBio.of(channel(address));
      default -> ConnectBio.to(address);
    };
  }

  private SocketChannel channel(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    Listener.shrink(plan, channel.socket());
    return channel;
  }

  private static Thread start(Party party) {
    return party.start("", party.end.virtual(), party::run);
  }

  private void runPair() {
    int[] sizes =
        plan.client().bytes() + plan.server().bytes() > 10_000
            ? new int[] {4096, 0, 100_000}
            : new int[] {1, 17, 512, 4096, 0};
    BioPair pair =
        BioPair.of(sizes[random.nextInt(sizes.length)], sizes[random.nextInt(sizes.length)]);
    PolledParty one = new PolledParty(plan, true, contexts.client(plan), strike, null);
    PolledParty other = new PolledParty(plan, false, contexts.server(plan), strike, null);
    client = one;
    server = other;
    Party.join(
        one.start(
            "-and-server",
            plan.client().virtual(),
            () -> {
              try (one.ssl;
                  other.ssl) {
                one.over(pair.first());
                other.over(pair.second());
                takeTurns(one, other);
              } catch (IOException e) {
                throw new AssertionError("a pair has no receive timeout", e);
              }
            }));
  }

  private void takeTurns(PolledParty one, PolledParty other) {
    long lastMove = System.nanoTime();
    while (!one.isOver() || !other.isOver()) {
      boolean moved = false;
      for (PolledParty each : random.nextBoolean() ? List.of(one, other) : List.of(other, one)) {
        if (!each.isOver()) {
          each.turn();
          moved |= each.hasMoved();
          if (each.isOver()) {
            each.close();
          }
        }
      }
      if (moved) {
        lastMove = System.nanoTime();
      } else if (System.nanoTime() - lastMove > plan.patienceMillis() * 1_000_000L) {
        one.giveUp();
        other.giveUp();
        return;
      } else {
        LockSupport.parkNanos(10_000);
      }
    }
  }

  private void runStuck() throws IOException {
    try (FullListener full = new FullListener()) {
      int way = random.nextInt(3);
      ConnectBio bio = ConnectBio.to(full.address());
      if (way == 0) {
        bio.connectTimeout(1 + random.nextInt(30));
      }
      Party party =
          new BlockingParty(
              plan,
              true,
              contexts.client(plan),
              strike,
              () -> bio,
              () -> {
                if (way > 0) {
                  striker(() -> strikeLater(way == 1));
                }
              });
      client = party;
      Party.join(start(party));
    }
  }

  private void strikeLater(boolean interrupting) {
    LockSupport.parkNanos(random.nextInt(30_000_000));
    if (interrupting) {
      client.threads().getFirst().interrupt();
    } else {
      client.close();
    }
  }

  private void strikeParty() {
    Party party = plan.atClient() ? client : server;
    if (plan.trouble() == Trouble.CLOSE) {
      striker(party::close);
    } else {
      striker(
          () -> {
            // An accept that is interrupted loses the socket it has just accepted, in the JDK.
            party.awaitBegun();
            List<Thread> threads = party.threads();
            threads.get(plan.random("victim").nextInt(threads.size())).interrupt();
          });
    }
  }

  private void striker(Runnable work) {
    strikers.add(Thread.ofVirtual().name("soak-" + plan.number() + "-striker").start(work));
  }

  Plan plan() {
    return plan;
  }

  /** Whether the trouble of its plan has come. */
  boolean isStruck() {
    return strike.hasCome() || plan.trouble().isSettled();
  }

  /** Whether it has, or an end that is to wait for a short while only gave up before. */
  boolean isHurt() {
    return isStruck() || plan.trouble().isSilent() && parties().stream().anyMatch(Party::gaveUp);
  }

  List<Party> parties() {
    List<Party> parties = new ArrayList<>();
    if (client != null) {
      parties.add(client);
    }
    if (server != null) {
      parties.add(server);
    }
    return parties;
  }

  long ageSeconds() {
    return (System.nanoTime() - begin) / 1_000_000_000L;
  }

  /** The stacks of its threads. */
  String stacks() {
    StringBuilder text = new StringBuilder();
    List<Thread> threads = new ArrayList<>();
    parties().forEach(party -> threads.addAll(party.threads()));
    if (relay != null) {
      threads.addAll(relay.threads());
    }
    for (Thread thread : threads) {
      text.append(thread).append(' ').append(thread.getState()).append('\n');
      for (StackTraceElement element : thread.getStackTrace()) {
        text.append("    at ").append(element).append('\n');
      }
    }
    return text.toString();
  }

  /** Ends what hangs, so that the run can end. */
  void abort() {
    parties().forEach(party -> party.close());
    if (relay != null) {
      relay.close();
    }
  }

  @Override
  public String toString() {
    return plan + " struck " + isStruck() + "; " + parties();
  }
}
