package dev.heddle.bench;

import dev.heddle.chain.ChainCheck;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
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

/**
 * The check of a chain of a leaf and an intermediate that was seen before, with the host name, and
 * by the JDK's trust manager without. {@link ChainBench} has chains that are new.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class PathBenchmark {

  @Param({"EC_P256", "RSA_2048"})
  KeyType key;

  private TlsConfig config;
  private X509TrustManager manager;
  private List<X509Certificate> chain;
  private X509Certificate[] asArray;

  @Setup
  public void prepare() throws Exception {
    Identity root = TestCerts.make("bench root").key(key).ca().build();
    Identity issuing = TestCerts.make("bench issuing").key(key).ca().by(root).build();
    chain = TestCerts.make("bench").key(key).dns("bench.test").by(issuing).build().chain();
    asArray = chain.toArray(X509Certificate[]::new);
    Trust trust = Trust.of(List.of(root.certificate()));
    config = TlsConfig.builder().trust(trust).hostName("bench.test").build();
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(root.trustStore());
    manager = (X509TrustManager) factory.getTrustManagers()[0];
  }

  @Benchmark
  public boolean ours() {
    return ChainCheck.check(config, chain, true).ok();
  }

  @Benchmark
  public X509Certificate[] trustManager() throws CertificateException {
    manager.checkServerTrusted(asArray, "ECDHE_ECDSA");
    return asArray;
  }
}
