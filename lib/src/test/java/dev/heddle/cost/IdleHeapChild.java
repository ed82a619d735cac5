package dev.heddle.cost;

import dev.heddle.bio.BioPair;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.SessCacheMode;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link IdleHeapTest} runs in a JVM of its own: connections in memory that have moved 16 KB
 * each way and idle, and what is freed when both their ends are let go of, while what is between
 * them stays. Prints the bytes of an end, the mean of the two, in TLS 1.3 and in TLS 1.2.
 */
final class IdleHeapChild {

  private static final int CONNECTIONS = 100;
  private static final int DATA = 16_384;

  private static final List<Ssl> ENDS = new ArrayList<>(2 * CONNECTIONS);

  private IdleHeapChild() {}

  public static void main(String[] args) {
    for (TlsVersion version : new TlsVersion[] {TlsVersion.TLS_1_3, TlsVersion.TLS_1_2}) {
      SslContext client =
          Ends.client(version).readAhead(true).sessCacheMode(SessCacheMode.OFF).build();
      SslContext server =
          Ends.server(KeyType.EC_P256, version).readAhead(true).numTickets(0).build();
      List<BioPair> transports = new ArrayList<>(CONNECTIONS);
      for (int i = 0; i < CONNECTIONS; i++) {
        transports.add(open(client, server));
      }
      long open = heap();
      ENDS.clear();
      System.out.println((open - heap()) / (2 * CONNECTIONS));
      Reference.reachabilityFence(transports);
    }
  }

  private static BioPair open(SslContext clientContext, SslContext serverContext) {
    Ssl client = Ends.localhost(clientContext);
    Ssl server = serverContext.newSsl();
    BioPair pair = BioPair.of(2 * DATA, 2 * DATA);
    Ends.shakeHands(client, server, pair);
    move(client, server);
    move(server, client);
    ENDS.add(client);
    ENDS.add(server);
    return pair;
  }

  private static void move(Ssl from, Ssl to) {
    if (from.write(new byte[DATA]) != DATA || to.read(new byte[DATA]) != DATA) {
      throw new IllegalStateException("the data has not come whole");
    }
    if (to.read(new byte[1]) > 0) {
      throw new IllegalStateException("more has come than was sent");
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
