package dev.heddle.fanout;

import dev.heddle.config.TlsConfig;
import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import dev.heddle.net.TlsSocket;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.testing.Answer;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Hosts in memory, on a clock of the test's: most answer with TLS, some otherwise. */
final class Town implements AutoCloseable {

  private static final TlsConfig SERVER =
      TlsConfig.builder()
          .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
          .build();

  final FakeTime time = new FakeTime();
  final MemoryNetwork network = new MemoryNetwork(time);
  private int hosts;

  /** A host that answers so. */
  Target host(Answer answer) {
    int number = ++hosts;
    String name = "h" + number + ".example";
    String address = "192.0." + (number >> 8) + "." + (number & 255);
    network.name(name, address);
    network.answer(address, 443, answer);
    return new Target(name, 443);
  }

  /** A host that says back what it hears. */
  Target echo() {
    return host(echoAnswer());
  }

  /** How such a host answers. */
  static Answer echoAnswer() {
    return Answer.accept(bio -> echo(TlsSocket.server(bio, SERVER, Limits.defaults())));
  }

  /** So many of them. */
  List<Target> echoes(int count) {
    List<Target> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(echo());
    }
    return all;
  }

  /** A host that resets each connection when it has heard something. */
  Target rude() {
    return host(
        Answer.accept(
            bio -> {
              TlsSocket socket = TlsSocket.server(bio, SERVER, Limits.defaults());
              try {
                socket.inputStream().read();
              } finally {
                socket.abort();
              }
            }));
  }

  /** All of these hosts, and time goes by this clock. */
  FanOut.Builder fanOut() {
    return fanOutAs("localhost");
  }

  /** The same, and this is who they are expected to be. */
  FanOut.Builder fanOutAs(String name) {
    TlsConfig config = TlsConfig.builder().trust(Ends.trust()).hostName(name).build();
    return FanOut.builder(
        Dialer.builder()
            .config(config)
            .network(network)
            .time(time)
            .limits(Limits.defaults().withConnect(Limits.FOREVER).withClose(Limits.FOREVER))
            .build());
  }

  /** What a job does that goes on until it is ended. */
  static void forever() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  static int say(Target target, TlsSocket socket) throws IOException {
    socket.outputStream().write(7);
    return socket.inputStream().read();
  }

  private static void echo(TlsSocket socket) {
    try (socket) {
      socket.inputStream().transferTo(socket.outputStream());
    } catch (IOException e) {
      // The other end has gone away, which many tests want.
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
