package dev.heddle.bench;

import dev.heddle.chain.ChainCheck;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.PrintStream;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Measures the check of a chain of a leaf and an intermediate beside that of the JDK's own trust
 * manager: for a chain of which no certificate and no key was seen before but the root's, for a
 * leaf seen for the first time whose key was, and for one that was seen before. Read the ratios.
 */
public final class ChainBench {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private ChainBench() {}

  /** Takes the number of leaves of a round; 300 without it. */
  public static void main(String[] arguments) throws Exception {
    int leaves = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
    run(System.out, leaves, 5);
  }

  static void run(PrintStream out, int leaves, int rounds) throws Exception {
    out.println("CPU time of one check in microseconds: ours, the JDK's, ratio");
    for (KeyType type : List.of(KeyType.EC_P256, KeyType.RSA_2048)) {
      Identity root = TestCerts.make("bench root").key(type).ca().build();
      Identity issuing = TestCerts.make("bench issuing").key(type).ca().by(root).build();
      TlsConfig config =
          TlsConfig.builder()
              .trust(Trust.of(List.of(root.certificate())))
              .hostName("bench.test")
              .build();
      X509TrustManager manager = manager(root.trustStore());
      Check ours =
          chain -> {
            if (!ChainCheck.check(config, chain, true).ok()) {
              throw new IllegalStateException("a bad chain");
            }
          };
      Check jdk =
          chain -> manager.checkServerTrusted(chain.toArray(X509Certificate[]::new), "ECDHE_ECDSA");
      double[] best = {1e9, 1e9, 1e9, 1e9, 1e9, 1e9};
      for (int round = 0; round < rounds; round++) {
        List<List<X509Certificate>> one = chains(issuing, leaves);
        List<List<X509Certificate>> two = chains(issuing, leaves);
        // To make RSA keys takes too long.
        boolean strange = type == KeyType.EC_P256;
        List<List<X509Certificate>> newOne = strange ? strange(root, leaves) : one;
        List<List<X509Certificate>> newTwo = strange ? strange(root, leaves) : two;
        double[] now = {
          time(ours, one),
          time(jdk, two),
          time(ours, one),
          time(jdk, two),
          time(ours, newOne),
          time(jdk, newTwo)
        };
        for (int i = 0; i < now.length; i++) {
          best[i] = Math.min(best[i], now[i]);
        }
      }
      print(out, type + ", new leaf", best[0], best[1]);
      print(out, type + ", seen before", best[2], best[3]);
      if (type == KeyType.EC_P256) {
        print(out, type + ", never seen", best[4], best[5]);
      }
    }
  }

  private static void print(PrintStream out, String title, double ours, double jdk) {
    out.printf("%-24s %8.1f %8.1f %6.2f%n", title, ours, jdk, ours / jdk);
  }

  private static double time(Check check, List<List<X509Certificate>> chains) throws Exception {
    Stopwatch watch = new Stopwatch();
    watch.start();
    for (List<X509Certificate> chain : chains) {
      check.check(chain);
    }
    watch.stop();
    return watch.cpuNanos() / 1e3 / chains.size();
  }

  private static List<List<X509Certificate>> chains(Identity issuing, int count) {
    List<List<X509Certificate>> chains = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chains.add(TestCerts.make("bench").dns("bench.test").by(issuing).build().chain());
    }
    return chains;
  }

  /** Chains with a leaf and an intermediate that have keys of their own. */
  private static List<List<X509Certificate>> strange(Identity root, int count) {
    List<List<X509Certificate>> chains = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = NUMBER.incrementAndGet();
      Identity issuing = TestCerts.make("bench issuing " + number).ca().by(root).build();
      chains.add(TestCerts.make("bench " + number).dns("bench.test").by(issuing).build().chain());
    }
    return chains;
  }

  private static X509TrustManager manager(KeyStore store) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private interface Check {
    void check(List<X509Certificate> chain) throws Exception;
  }
}
