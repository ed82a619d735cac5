package dev.heddle.jsse;

import dev.heddle.drivers.Face;
import java.util.Objects;
import javax.net.ssl.SSLSession;

/** What must have come of a connection when both of its ends are closed. */
final class MachineVerdict {

  private final MachinePlan plan;
  private final MachineTrouble trouble;
  private final boolean later;
  private final boolean patient;

  MachineVerdict(MachinePlan plan, MachineTrouble trouble, boolean later, boolean patient) {
    this.plan = plan;
    this.trouble = trouble;
    this.later = later;
    this.patient = patient;
  }

  void on(MachineEnd client, MachineEnd server) {
    if (plan.mustFail()) {
      check(
          failed(client) || failed(server) || !trouble.isNone(),
          "nobody has said that it cannot be",
          client,
          server);
    } else if (isClean()) {
      check(!failed(client) && !failed(server), "a clean connection failed", client, server);
      agreed(client, server);
    }
    heard(client, server);
    heard(server, client);
    told(client, server);
    told(server, client);
  }

  /** Whether nothing stands against the connection. */
  private boolean isClean() {
    return trouble.isNone() && !(later && !plan.creationOff().equals("none"));
  }

  private static boolean failed(MachineEnd end) {
    return end.model().failure() != null;
  }

  private void agreed(MachineEnd client, MachineEnd server) {
    SSLSession one = client.engine().getSession();
    SSLSession other = server.engine().getSession();
    check(
        one.getProtocol().equals(other.getProtocol())
            && one.getCipherSuite().equals(other.getCipherSuite())
            && plan.suites().contains(one.getCipherSuite())
            && one.getProtocol().equals(plan.isNew() ? "TLSv1.3" : "TLSv1.2"),
        "they agreed on " + one + " and " + other,
        client,
        server);
    String protocol = client.engine().getApplicationProtocol();
    check(
        Objects.equals(protocol, server.engine().getApplicationProtocol())
            && (protocol.isEmpty() == (plan.clientAlpn().isEmpty() || plan.serverAlpn().isEmpty())),
        "ALPN: " + protocol + " and " + server.engine().getApplicationProtocol(),
        client,
        server);
    for (MachineEnd each : new MachineEnd[] {client, server}) {
      int updates = client.keyUpdates() + server.keyUpdates();
      check(
          each.face() != Face.HEDDLE
              || each.model().isFinished() && each.model().finished() <= 1 + 2 * updates,
          "FINISHED was said " + each.model().finished() + " times",
          client,
          server);
    }
  }

  /** What was sent arrived, unless something stood against it. */
  private void heard(MachineEnd from, MachineEnd to) {
    boolean clean = to.model().isCloseSeen();
    check(
        !clean || to.model().received() == from.model().sent(),
        "an orderly end, and data is missing",
        from,
        to);
    check(!clean || to.in().lost() == 0, "an orderly end of what was cut", from, to);
    if (isClean() && !plan.mustFail()) {
      check(clean, "no close_notify was seen", from, to);
      check(!patient || to.model().received() == from.planned(), "not all was written", from, to);
    }
  }

  /** Who fails tells its peer, and the peer says so. */
  private static void told(MachineEnd failed, MachineEnd peer) {
    check(!failed.model().owesAlert(), "it failed, and sent no alert", failed, peer);
    boolean open =
        peer.in().lost() == 0
            && !peer.in().isTampered()
            && !peer.model().isInboundClosed()
            && !peer.model().isAbandoned()
            && !peer.model().isCloseSeen();
    check(
        !failed.model().hasAlerted() || !open || failed(peer),
        "the peer of who failed has not heard of it",
        failed,
        peer);
  }

  private static void check(boolean holds, String otherwise, MachineEnd one, MachineEnd other) {
    if (!holds) {
      throw new AssertionError(otherwise + "\n  " + one + "\n  " + other);
    }
  }
}
