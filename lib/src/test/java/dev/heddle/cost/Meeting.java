package dev.heddle.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.config.Session;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * Handshakes in memory between two contexts that are kept. One thread runs both ends in turns, so
 * that each call finds all that the other end has sent, and the same calls come in the same order
 * each time.
 */
final class Meeting {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROOM = 1 << 15;
  private static final int ROUNDS = 9;

  /** The bytes each end allocates, from the making of its {@link Ssl} to the last ticket. */
  record Allocated(long client, long server) {}

  private final Kind kind;
  private final SslContext clients;
  private final SslContext servers;
  private Session session;
  private long clientBytes;
  private long serverBytes;

  Meeting(Kind kind) throws IOException {
    this.kind = kind;
    this.clients = Ends.client(kind.version).groupsList(kind.groups).build();
    this.servers = Ends.server(KeyType.EC_P256, kind.version).build();
    if (kind.resumes) {
      shakeHands();
    }
  }

  Allocated shakeHands() throws IOException {
    return shakeHands(bio -> bio, bio -> bio);
  }

  /** With something around each end's transport that sees its calls up to the last ticket. */
  Allocated shakeHands(UnaryOperator<Bio> aroundClient, UnaryOperator<Bio> aroundServer)
      throws IOException {
    BioPair pair = BioPair.of(ROOM, ROOM);
    makeBuffers(pair);
    Bio near = aroundClient.apply(pair.first());
    Bio far = aroundServer.apply(pair.second());
    boolean resumed = session != null;
    clientBytes = -allocated();
    Ssl client = Ends.localhost(clients);
    client.setBio(near, near);
    if (resumed) {
      assertEquals(1, client.setSession(session));
    }
    clientBytes += allocated();
    serverBytes = -allocated();
    Ssl server = servers.newSsl();
    server.setBio(far, far);
    serverBytes += allocated();
    boolean connected = false;
    boolean accepted = false;
    for (int i = 0; i < ROUNDS && !(connected && accepted); i++) {
      connected = connected || ofClient(client::connect) == 1;
      accepted = accepted || ofServer(server::accept) == 1;
    }
    assertEquals(true, connected && accepted);
    byte[] octet = new byte[1];
    assertEquals(-1, ofClient(() -> client.read(octet)), "there is nothing after the tickets");
    assertEquals(resumed, client.sessionReused());
    assertEquals(resumed, server.sessionReused());
    if (kind.resumes) {
      session = client.getSession();
    }
    return new Allocated(clientBytes, serverBytes);
  }

  /** A pair makes its buffers for the first byte, and they are no cost of a handshake. */
  private static void makeBuffers(BioPair pair) throws IOException {
    byte[] octet = new byte[1];
    pair.first().write(octet, 0, 1);
    pair.second().read(octet, 0, 1);
    pair.second().write(octet, 0, 1);
    pair.first().read(octet, 0, 1);
  }

  private int ofClient(IntSupplier call) {
    long before = allocated();
    int result = call.getAsInt();
    clientBytes += allocated() - before;
    return result;
  }

  private int ofServer(IntSupplier call) {
    long before = allocated();
    int result = call.getAsInt();
    serverBytes += allocated() - before;
    return result;
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
