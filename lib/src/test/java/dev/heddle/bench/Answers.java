package dev.heddle.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The work of a process that listens on no port: each line a {@link BenchProcess} says, word by
 * word, is answered by one line. The first one, the parties, is answered by 0.
 */
@FunctionalInterface
interface Answers {

  /** Answers a line's words. */
  Object answer(String... words) throws Exception;

  /** What does the work, once the parties are known. */
  @FunctionalInterface
  interface Maker {
    Answers make(Parties parties) throws Exception;
  }

  /** Answers until the input ends. */
  static void give(Maker maker) throws Exception {
    BufferedReader in = input();
    Answers answers = maker.make(Parties.decode(in.readLine()));
    System.out.println(0);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answers.answer(line.split(" ")));
    }
  }

  /** What the driver says. */
  static BufferedReader input() throws IOException {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
  }
}
