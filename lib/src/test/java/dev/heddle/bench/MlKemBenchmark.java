package dev.heddle.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsKemConfig;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** ML-KEM-768, which bctls does not do over the JDK's providers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class MlKemBenchmark {

  @Param({"LIGHT", "OURS"})
  Candidate candidate;

  private TlsCrypto crypto;
  private byte[] key;

  @Setup
  public void prepare() throws IOException {
    crypto = candidate.crypto();
    key = newKey();
  }

  private TlsAgreement end(boolean isServer) {
    return crypto.createKemDomain(new TlsKemConfig(NamedGroup.MLKEM768, isServer)).createKem();
  }

  /** A client's first half. */
  @Benchmark
  public byte[] newKey() throws IOException {
    return end(false).generateEphemeral();
  }

  /** A server's part. */
  @Benchmark
  public byte[] encapsulate() throws IOException {
    return answer(key);
  }

  private byte[] answer(byte[] clientKey) throws IOException {
    TlsAgreement server = end(true);
    server.receivePeerValue(clientKey);
    return server.generateEphemeral();
  }

  /** Both ends: the client's second half is what the others leave of it. */
  @Benchmark
  public TlsSecret exchange() throws IOException {
    TlsAgreement client = end(false);
    client.receivePeerValue(answer(client.generateEphemeral()));
    return client.calculateSecret();
  }
}
