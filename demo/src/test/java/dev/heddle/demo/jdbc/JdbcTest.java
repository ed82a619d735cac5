package dev.heddle.demo.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.demo.Program;
import dev.heddle.demo.common.Exit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcTest {

  @Test
  void bothFactoriesAnswerAllQueries() {
    Program program =
        Program.run(
            "jdbc",
            "--threads",
            "4",
            "--connections",
            "2",
            "--queries",
            "30",
            "--seconds",
            "50",
            "--rounds",
            "2",
            "--warm-up",
            "0");
    assertEquals(Exit.OK, program.code(), program.toString());
    assertEquals("", program.err());
    assertEquals("60 60", values(program, "queries"));
    assertEquals("0 0", values(program, "failed"));
    assertEquals("4 4", values(program, "handshakes, full"));
    assertTrue(
        program.row("latency p99").matches("\\d+\\.\\d\\d ms +\\d+\\.\\d\\d ms"), program.out());
    assertTrue(program.out().contains("heddle agreed on TLSv1.3 TLS_"), program.out());
    assertTrue(
        program.out().indexOf("round 2 of 2, sunjsse")
            < program.out().indexOf("round 2 of 2, heddle"),
        program.out());
  }

  @Test
  void reconnectsForEachQuery() {
    Program program =
        Program.run(
            "jdbc",
            "--factory",
            "heddle",
            "--reconnect",
            "--threads",
            "2",
            "--queries",
            "6",
            "--seconds",
            "50",
            "--rounds",
            "1",
            "--warm-up",
            "0");
    assertEquals(Exit.OK, program.code(), program.toString());
    assertEquals("6", program.row("queries"), program.out());
    assertEquals("6", program.row("handshakes, full"), program.out());
    assertEquals("0", program.row("handshakes, resumed"), program.out());
    assertFalse(program.out().contains("sunjsse"), program.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--factory,other,--factory must be heddle",
    "--threads,0,--threads must be 1 to",
    "--connections,1000,--connections must be 1 to 200",
    "--queries,0,--queries must be at least 1",
    "--bytes,x,Invalid value for option '--bytes'"
  })
  void wrongOptionsAreRefused(String option, String value, String why) {
    Program program = Program.run("jdbc", option, value);
    assertEquals(Exit.WRONG_INPUT, program.code(), program.toString());
    assertTrue(program.err().startsWith("heddle-demo jdbc: "), program.err());
    assertTrue(program.err().contains(why), program.err());
    assertEquals("", program.out());
  }

  @Test
  void helpTellsOfTheFactories() {
    Program program = Program.run("jdbc", "--help");
    assertEquals(Exit.OK, program.code());
    assertTrue(program.out().contains("--factory=NAME"), program.out());
  }

  @Test
  void cancelledLoadEndsWithoutAFailure() throws Exception {
    try (Database database = Database.start(2)) {
      Load load = new Load(database, new Load.Shape(2, 2, 10, false));
      Outcome outcome = new Outcome();
      AtomicBoolean looked = new AtomicBoolean();
      load.run(
          Plug.HEDDLE,
          outcome,
          Long.MAX_VALUE,
          Duration.ofHours(1),
          () -> {
            looked.set(true);
            load.cancel();
          });
      assertTrue(looked.get());
      assertTrue(outcome.queries() > 0);
      assertEquals(0, outcome.failures());
      long before = outcome.queries();
      load.run(Plug.HEDDLE, outcome, Long.MAX_VALUE, Duration.ofHours(1), () -> {});
      assertEquals(before, outcome.queries());
    }
  }

  @Test
  void failuresAreCountedAndOneIsTold() throws Exception {
    Outcome outcome = new Outcome();
    assertNull(outcome.example());
    Database database = Database.start(2);
    database.close();
    new Load(database, new Load.Shape(2, 2, 10, true))
        .run(Plug.SUNJSSE, outcome, 3, Duration.ofMinutes(1), () -> {});
    assertEquals(3, outcome.failures());
    assertEquals(0, outcome.queries());
    assertTrue(outcome.example() != null && !outcome.example().isEmpty(), outcome.example());
  }

  private static String values(Program program, String row) {
    return program.row(row).replaceAll(" +", " ");
  }
}
