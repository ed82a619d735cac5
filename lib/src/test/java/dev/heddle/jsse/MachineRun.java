package dev.heddle.jsse;

import dev.heddle.drivers.Face;

/**
 * All of one seed: contexts, and the connections between them, each until both ends are closed. At
 * each moment chance says which end does something. If nothing comes of that for long, both ends
 * follow the statuses: that must bring them to the end.
 */
final class MachineRun {

  private static final int QUIET_STEPS = 400;
  private static final int MOST_STEPS = 300_000;

  private final MachineTrace trace = new MachineTrace();
  private final long seed;
  private final MachinePlan plan;
  private final MachineChoices choices;
  private final MachineTally tally;
  private int connection;
  private MachineTrouble trouble;

  MachineRun(long seed, Face client, Face server, MachineTally tally) {
    this.seed = seed;
    this.tally = tally;
    this.choices = new MachineChoices(seed);
    this.plan = MachinePlan.draw(client, server, choices.apart());
  }

  /**
   * Runs it.
   *
   * @throws AssertionError if an engine has not kept to what it promises; it tells the seed, what
   *     was agreed and the last steps
   */
  void run() {
    try {
      MachineContexts contexts = new MachineContexts(plan);
      for (connection = 0; connection < plan.connections(); connection++) {
        connect(contexts);
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d, connection %d: %s%n%s%ntrouble: %s%n%s"
              .formatted(seed, connection, e.getMessage(), plan, trouble, trace),
          e);
    } finally {
      tally.add(trace.steps());
    }
  }

  private void connect(MachineContexts contexts) {
    trouble = MachineTrouble.draw(choices.apart());
    MachinePipe up = new MachinePipe();
    MachinePipe down = new MachinePipe();
    boolean later = connection > 0;
    boolean patient = choices.percent(60);
    MachineEnd client =
        new MachineEnd(
            "client",
            plan.client(),
            contexts.client(later),
            down,
            up,
            patient,
            choices.apart(),
            trace);
    MachineEnd server =
        new MachineEnd(
            "server",
            plan.server(),
            contexts.server(later),
            up,
            down,
            patient,
            choices.apart(),
            trace);
    client.meet(server);
    server.meet(client);
    MachineEnd troubled = trouble.client() ? client : server;
    switch (trouble.kind()) {
      case NONE -> {}
      case CLOSE_OUTBOUND -> troubled.closeOutboundAt(trouble.at());
      case CLOSE_INBOUND -> troubled.closeInboundAt(trouble.at());
      case CUT, CHANGE -> trouble.lay(trouble.client() ? up : down);
    }
    drive(client, server, choices.percent(15) ? 0 : QUIET_STEPS);
    new MachineVerdict(plan, trouble, later, patient).on(client, server);
    tally.add(plan, trouble, client, server);
  }

  /**
   * @param patience for how many steps without progress chance goes on
   */
  private void drive(MachineEnd client, MachineEnd server, int patience) {
    long first = trace.steps();
    long progress = -1;
    int quiet = 0;
    while (!client.isDone() || !server.isDone()) {
      if (quiet >= patience) {
        trace.step("as told");
        boolean moved = false;
        for (int i = 0; i < 20 && !moved; i++) { // some chance is left in what they do
          moved = client.honestStep() | server.honestStep();
        }
        if (!moved && (client.in().isTampered() || server.in().isTampered())) {
          // One waits for the rest of a record that was never that long.
          client.giveUp();
          server.giveUp();
          moved = true;
        }
        check(moved, "both ends do what they are told, and nothing moves", client, server);
        quiet = patience == 0 ? 0 : quiet - 20;
      } else {
        (choices.percent(50) ? client : server).step();
      }
      long now = client.progress() + server.progress();
      quiet = now == progress ? quiet + 1 : patience > 0 ? Math.min(quiet, 0) : 0;
      progress = now;
      check(trace.steps() - first < MOST_STEPS, "it does not end", client, server);
    }
  }

  private static void check(boolean holds, String otherwise, MachineEnd client, MachineEnd server) {
    if (!holds) {
      throw new AssertionError(otherwise + "\n  " + client + "\n  " + server);
    }
  }
}
