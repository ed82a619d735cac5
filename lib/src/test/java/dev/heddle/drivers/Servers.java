package dev.heddle.drivers;

import dev.heddle.support.TestCerts.Identity;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers that the scenarios of one class of tests meet: one for each identity, and one that
 * wants certificates. All are started at once, before the first test.
 */
final class Servers implements Closeable {

  /** A server that listens. */
  interface Server extends Closeable {
    int port();
  }

  /** How one is started. */
  interface Starter {

    /**
     * Starts it on 127.0.0.1.
     *
     * @param wantsCertificate whether a client must have one that {@link Pki#root} issued
     */
    Server start(Identity identity, boolean wantsCertificate) throws Exception;
  }

  private record Kind(Identity identity, boolean wantsCertificate) {}

  private final Map<Kind, Server> servers = new HashMap<>();

  Servers(Starter starter) throws Exception {
    for (Scenario scenario : Scenario.values()) {
      Kind kind = kind(scenario);
      if (!servers.containsKey(kind)) {
        try {
          servers.put(kind, starter.start(kind.identity(), kind.wantsCertificate()));
        } catch (Exception | Error e) {
          close();
          throw e;
        }
      }
    }
  }

  private static Kind kind(Scenario scenario) {
    return new Kind(Pki.server(scenario), scenario.wantsClientCertificate());
  }

  /** Where the server of that scenario listens. */
  int port(Scenario scenario) {
    return servers.get(kind(scenario)).port();
  }

  @Override
  public void close() throws IOException {
    List<IOException> failures = new ArrayList<>();
    for (Server each : servers.values()) {
      try {
        each.close();
      } catch (IOException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
