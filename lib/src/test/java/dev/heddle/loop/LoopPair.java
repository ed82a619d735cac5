package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.BioPair;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.Fault;
import java.util.ArrayList;
import java.util.List;

/** Two loops joined in memory, each with its attachment, and the alerts that passed. */
final class LoopPair {

  final Loop client;
  final Loop server;

  /** The fatal alerts that the client has sent, and the server; by their numbers. */
  final List<Integer> clientAlerts = new ArrayList<>();

  final List<Integer> serverAlerts = new ArrayList<>();

  LoopPair(TlsConfig client, TlsConfig server) {
    BioPair pair = BioPair.of(1 << 20, 1 << 20);
    this.client =
        new Loop(
            true,
            client,
            "peer",
            pair.first(),
            pair.first(),
            settings("client"),
            (sent, level, code) -> note(clientAlerts, sent, level, code));
    this.server =
        new Loop(
            false,
            server,
            pair.second(),
            pair.second(),
            settings("server"),
            (sent, level, code) -> note(serverAlerts, sent, level, code));
  }

  private static Settings settings(String attachment) {
    Settings settings = new Settings();
    settings.attachment = attachment;
    return settings;
  }

  private static void note(List<Integer> alerts, boolean sent, int level, int code) {
    if (sent && level == 2) {
      alerts.add(code);
    }
  }

  /** Shakes hands as far as it goes. */
  LoopPair run() {
    for (int i = 0; i < 50; i++) {
      client.handshake(new Outcome());
      server.handshake(new Outcome());
    }
    if (client.isDone() && client.fault() == null) {
      client.read(new byte[1], 0, 1, false, new Outcome()); // tickets, or the server's last word
    }
    return this;
  }

  LoopPair runWell() {
    run();
    assertEquals(null, client.fault());
    assertEquals(null, server.fault());
    assertEquals(true, client.isDone() && server.isDone());
    return this;
  }

  Loop end(boolean ofClient) {
    return ofClient ? client : server;
  }

  Fault fault(boolean ofClient) {
    return end(ofClient).fault();
  }

  List<Integer> alerts(boolean ofClient) {
    return ofClient ? clientAlerts : serverAlerts;
  }
}
