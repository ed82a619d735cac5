package dev.heddle.net;

import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsVersion;
import dev.heddle.testing.Answer;
import dev.heddle.testing.MemoryNetwork;

/** A connection in a JVM that has no module {@code jdk.jfr}; run by {@link FlightEventsTest}. */
final class WithoutFlightRecorder {

  /** Prints whether there is such a module, and the events that a listener was told. */
  public static void main(String[] args) throws Exception {
    System.out.println(ModuleLayer.boot().findModule("jdk.jfr").isPresent());
    try (MemoryNetwork network = new MemoryNetwork(TimeSource.system())) {
      network.name("localhost", "192.0.2.7");
      network.answer(
          "192.0.2.7",
          443,
          Answer.accept(
              bio ->
                  TlsSocket.server(bio, Pair.server(TlsVersion.TLS_1_3), Limits.defaults())
                      .close()));
      Dialer.builder()
          .network(network)
          .config(Pair.client(TlsVersion.TLS_1_3))
          .listener(event -> System.out.println(event.getClass().getSimpleName()))
          .build()
          .connect("localhost", 443)
          .close();
    }
  }

  private WithoutFlightRecorder() {}
}
