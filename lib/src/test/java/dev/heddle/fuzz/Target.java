package dev.heddle.fuzz;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What can be fuzzed. Each target says what it asserts, in its class comment; in common they have
 * that nothing escapes them but a finding, and a bound on what one input makes us allocate: {@code
 * constant + factor · length}, in bytes. The constant is what an empty or honest input takes, twice
 * and rounded up; the factor says how much larger than itself a file may become in memory.
 */
enum Target {
  LISTS(ListsTarget::run, 1 << 20, 512),
  PEM(PemTarget::run, 4 << 20, 512),
  PKCS12(Pkcs12Target::run, 4 << 20, 512),
  CRL(CrlTarget::run, 4 << 20, 512),
  STAPLE(StapleTarget::run, 4 << 20, 512),
  PATH(PathTarget::run, 8 << 20, 1024),
  HELLO(HelloTarget::run, 1 << 20, 256),
  SESSION(SessionTarget::run, 4 << 20, 512),
  CLIENT_MESSAGES(MessagesTarget::client, 8 << 20, 1024),
  SERVER_MESSAGES(MessagesTarget::server, 8 << 20, 1024),
  CLIENT_RECORDS(RecordsTarget::client, 8 << 20, 256),
  SERVER_RECORDS(RecordsTarget::server, 8 << 20, 256);

  /** Takes one input; throws only for a finding. */
  @FunctionalInterface
  interface Body {
    void run(byte[] input) throws Exception;
  }

  private final Body body;
  private final long constant;
  private final long factor;

  Target(Body body, long constant, long factor) {
    this.body = body;
    this.constant = constant;
    this.factor = factor;
  }

  /** The name on the command line, and of the folder with the corpus. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Runs one input, and measures it. */
  void run(byte[] input) throws Exception {
    run(input, 1);
  }

  /**
   * Runs one input, and measures it.
   *
   * @param allowance how many times the bound it may allocate: under a fuzzer whose hooks allocate
   */
  void run(byte[] input, int allowance) throws Exception {
    long bound = constant + factor * input.length;
    Allocation.bounded(allowance * bound, () -> body.run(input.clone()));
  }

  static Target named(String title) {
    return Arrays.stream(values())
        .filter(each -> each.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target " + title + "; " + titles()));
  }

  static String titles() {
    return Arrays.stream(values()).map(Target::title).collect(Collectors.joining(" "));
  }
}
