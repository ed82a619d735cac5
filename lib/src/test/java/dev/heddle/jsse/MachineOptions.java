package dev.heddle.jsse;

import dev.heddle.drivers.Face;

/**
 * What is asked for.
 *
 * @param seed the first seed; each run takes the next one
 * @param seconds when to end
 * @param runs how many seeds; 0 for as many as the time allows
 * @param client whose engine is the client; null: all in turns
 * @param server whose engine is the server; null: all in turns
 */
record MachineOptions(long seed, int seconds, int runs, Face client, Face server) {

  static final String HELP =
      """
      Usage: EngineMachine [--seed N] [--seconds N] [--runs N] [--client FACE] [--server FACE]

        --seed N       the first seed; each run takes the next one (default: drawn, and printed)
        --seconds N    when to end (default 60)
        --runs N       end after so many seeds, if that is earlier (default 0: as many as fit)
        --client FACE  HEDDLE or SUNJSSE (default: both, in turns)
        --server FACE  the same for the server (default: both, in turns; never SUNJSSE with itself)

      Drives two SSLEngines against each other in every order that the contract allows, with
      buffers of all sizes, and holds each call to what SSLEngine promises. Ends with 1 if a promise
      was broken, with 2 for wrong arguments. A run of one seed: --seed N --runs 1, with --client
      and --server as they were printed.
      """;

  /** Reads the arguments; null if help is asked for. */
  static MachineOptions parse(String... arguments) {
    var options = new MachineOptions(System.nanoTime() & 0xffff_ffffL, 60, 0, null, null);
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i].equals("--help")) {
        return null;
      }
      options = options.with(arguments[i], i + 1 < arguments.length ? arguments[i + 1] : "");
    }
    return options;
  }

  private MachineOptions with(String option, String value) {
    return switch (option) {
      case "--seed" ->
          new MachineOptions(
              number(option, value, 0, Long.MAX_VALUE), seconds, runs, client, server);
      case "--seconds" ->
          new MachineOptions(
              seed, (int) number(option, value, 1, 10_000_000), runs, client, server);
      case "--runs" ->
          new MachineOptions(
              seed, seconds, (int) number(option, value, 0, 1_000_000_000), client, server);
      case "--client" -> new MachineOptions(seed, seconds, runs, face(option, value), server);
      case "--server" -> new MachineOptions(seed, seconds, runs, client, face(option, value));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static Face face(String option, String value) {
    for (Face each : Face.values()) {
      if (each.name().equalsIgnoreCase(value)) {
        return each;
      }
    }
    throw new IllegalArgumentException(option + ": not HEDDLE or SUNJSSE: '" + value + "'");
  }

  private static long number(String option, String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        option + ": not a number from " + least + " to " + most + ": '" + value + "'");
  }
}
