package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark can be run; how long it takes is not looked at. */
class BenchmarksTest {

  @Test
  void eachRunsOnce() throws Exception {
    OptionsBuilder options = new OptionsBuilder();
    options
        .param("candidate", "OURS")
        .param("kind", "ECDSA_P256")
        .param("group", "X25519")
        .param("key", "EC_P256")
        .param("suite", "AES_128_GCM");
    options.mode(Mode.SingleShotTime).forks(0).warmupIterations(0).measurementIterations(1);
    options.shouldFailOnError(true).verbosity(VerboseMode.SILENT).timeout(TimeValue.seconds(50));
    Collection<RunResult> results = new Runner(options.build()).run();
    Map<String, Integer> benchmarks = new TreeMap<>();
    for (RunResult each : results) {
      String name = each.getParams().getBenchmark();
      benchmarks.merge(name.split("\\.")[3], 1, Integer::sum);
    }
    assertEquals(
        Map.of(
            "AgreementBenchmark", 2,
            "HashBenchmark", 3,
            "MlKemBenchmark", 3,
            "PathBenchmark", 2,
            "RecordBenchmark", 2,
            "SignatureBenchmark", 2),
        benchmarks);
  }
}
