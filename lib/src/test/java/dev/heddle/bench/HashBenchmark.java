package dev.heddle.bench;

import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsHash;
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

/** What transcripts and key schedules are made of, and random numbers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class HashBenchmark {

  @Param Candidate candidate;

  private final byte[] kilobyte = new byte[1024];
  private final byte[] info = new byte[50];
  private final byte[] random = new byte[32];
  private TlsCrypto crypto;
  private TlsSecret secret;

  @Setup
  public void prepare() {
    crypto = candidate.crypto();
    secret = crypto.createSecret(new byte[32]);
  }

  /** Of a kilobyte. */
  @Benchmark
  public byte[] sha256() {
    TlsHash hash = crypto.createHash(CryptoHashAlgorithm.sha256);
    hash.update(kilobyte, 0, kilobyte.length);
    return hash.calculateHash();
  }

  @Benchmark
  public TlsSecret hkdfExpand() {
    return secret.hkdfExpand(CryptoHashAlgorithm.sha256, info, 32);
  }

  /** As many as a hello has. */
  @Benchmark
  public byte[] random() {
    crypto.getSecureRandom().nextBytes(random);
    return random;
  }
}
