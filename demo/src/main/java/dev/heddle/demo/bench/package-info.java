/**
 * The command {@code bench}: this library beside its peers, on the same work, in one run.
 *
 * <p>The reader's path: {@link dev.heddle.demo.bench.BenchCommand} has the options, {@link
 * dev.heddle.demo.bench.Bench} the run, {@link dev.heddle.demo.bench.Measures} what is measured and
 * {@link dev.heddle.demo.bench.Peers} who is. A new measure is a {@link
 * dev.heddle.demo.bench.Measure} in the list of {@code Measures}, a new peer a {@link
 * dev.heddle.demo.bench.Peer} in that of {@code Peers}. What runs in the measured JVMs is in the
 * package {@code peer}.
 */
package dev.heddle.demo.bench;
