package dev.heddle.soak;

/**
 * What is asked for.
 *
 * @param seed what everything random comes from
 * @param from the number of the first connection
 * @param seconds when to end, if the connections are not done before
 * @param connections how many; 0 for as many as the time allows
 * @param faults how many percent of them are to meet trouble
 * @param atOnce how many at the same time
 * @param load how many percent of the machine's processors to use at most
 */
record SoakOptions(
    long seed, int from, int seconds, int connections, int faults, int atOnce, int load) {

  static final String HELP =
      """
      Usage: Soak [--seed N] [--from N] [--seconds N] [--connections N] [--faults PERCENT]
                  [--at-once N] [--load PERCENT]

        --seed N           what everything random comes from (default: drawn, and printed)
        --from N           the number of the first connection, to see a late one soon (default 0)
        --seconds N        when to end (default 60)
        --connections N    end after so many, if that is earlier (default 0: as many as fit)
        --faults PERCENT   connections that are cut, reset, interrupted and so on (default 50)
        --at-once N        connections at the same time (default 16)
        --load PERCENT     of all processors, to use at most (default 25)

      Makes connections and breaks them; then nothing may be left of them, and nothing that was
      acknowledged may be lost. Ends with 1 if a check has failed, with 2 for wrong arguments.
      """;

  /** Reads the arguments; null if help is asked for. */
  static SoakOptions parse(String... arguments) {
    var options = new SoakOptions(System.nanoTime() & 0xffff_ffffL, 0, 60, 0, 50, 16, 25);
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i].equals("--help")) {
        return null;
      }
      options = options.with(arguments[i], i + 1 < arguments.length ? arguments[i + 1] : "");
    }
    return options;
  }

  private SoakOptions with(String option, String value) {
    return switch (option) {
      case "--seed" ->
          new SoakOptions(
              number(option, value, Long.MIN_VALUE, Long.MAX_VALUE),
              from,
              seconds,
              connections,
              faults,
              atOnce,
              load);
      case "--from" ->
          new SoakOptions(
              seed, count(option, value, 0), seconds, connections, faults, atOnce, load);
      case "--seconds" ->
          new SoakOptions(seed, from, count(option, value, 1), connections, faults, atOnce, load);
      case "--connections" ->
          new SoakOptions(seed, from, seconds, count(option, value, 0), faults, atOnce, load);
      case "--faults" ->
          new SoakOptions(
              seed, from, seconds, connections, percent(option, value, 0), atOnce, load);
      case "--at-once" ->
          new SoakOptions(seed, from, seconds, connections, faults, count(option, value, 1), load);
      case "--load" ->
          new SoakOptions(
              seed, from, seconds, connections, faults, atOnce, percent(option, value, 1));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static int count(String option, String value, int least) {
    return (int) number(option, value, least, 100_000_000);
  }

  private static int percent(String option, String value, int least) {
    return (int) number(option, value, least, 100);
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
