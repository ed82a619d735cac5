package dev.heddle.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsECConfig;
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

/** The key exchange of a handshake: a new key, and a secret agreed on with one peer's key. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class AgreementBenchmark {

  /** The groups by their names in OpenSSL. */
  public enum Group {
    X25519(NamedGroup.x25519),
    X448(NamedGroup.x448),
    P256(NamedGroup.secp256r1),
    P384(NamedGroup.secp384r1);

    private final int number;

    Group(int number) {
      this.number = number;
    }
  }

  @Param Candidate candidate;
  @Param Group group;

  private TlsCrypto crypto;
  private byte[] peer;
  private TlsAgreement ours;

  @Setup
  public void prepare() throws IOException {
    crypto = candidate.crypto();
    peer = agreement().generateEphemeral();
    ours = agreement();
    ours.generateEphemeral();
  }

  private TlsAgreement agreement() {
    return crypto.createECDomain(new TlsECConfig(group.number)).createECDH();
  }

  @Benchmark
  public byte[] newKey() throws IOException {
    return agreement().generateEphemeral();
  }

  @Benchmark
  public TlsSecret agree() throws IOException {
    ours.receivePeerValue(peer);
    return ours.calculateSecret();
  }
}
