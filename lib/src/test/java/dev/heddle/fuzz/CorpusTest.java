package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs each target over the seeds and over what a fuzzer has found before, without a fuzzer. */
class CorpusTest {

  @ParameterizedTest
  @EnumSource
  void nothingIsFoundAgain(Target target) throws IOException {
    List<Path> inputs = Corpus.inputs(target);
    assertFalse(inputs.isEmpty());
    for (Path input : inputs) {
      byte[] bytes = Files.readAllBytes(input);
      try {
        target.run(bytes);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(target.title() + " fails on " + input.getFileName(), e);
      }
    }
  }

  @Test
  void everyFolderHasItsTarget() throws IOException {
    try (Stream<Path> folders = Files.list(Corpus.sources())) {
      assertEquals(
          Arrays.stream(Target.values()).map(Target::title).sorted().toList(),
          folders.map(folder -> folder.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void allocationsAreCounted() {
    byte[][] kept = new byte[1][];
    AssertionError found =
        assertThrows(
            AssertionError.class,
            () -> Allocation.bounded(1 << 20, () -> kept[0] = new byte[2 << 20]));
    assertEquals("allocated", found.getMessage().split(" ")[0]);
  }
}
