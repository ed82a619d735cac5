package dev.heddle.bench;

import dev.heddle.bench.Race.Contender;
import dev.heddle.bench.Race.Task;
import dev.heddle.engine.Crypto;
import dev.heddle.engine.Loopback;
import dev.heddle.support.TestCerts.KeyType;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/**
 * Measures what the crypto routing rests on: each primitive with bctls over the JDK's providers,
 * with bctls' light API and with ours, in turns within one run. Ratios are to the first column.
 * Read the ratios; the absolute times are the machine's.
 */
public final class CryptoBench {

  private static final String HELP =
      """
      Usage: CryptoBench [--rounds N] [--millis N] [--only REGEX]

        --rounds N     rounds of each contender, the median counts (default 9)
        --millis N     length of a round (default 100)
        --only REGEX   only rows whose title has a match

      CPU time of the thread in microseconds, and its ratio to the first column; in record
      rows also the bytes allocated for one record of 16 KB. A dash: it cannot. Verifying
      includes parsing the certificate, which the JDK does once for one that it has seen.
      """;

  private final PrintStream out;
  private final Race race;
  private final Pattern only;
  private final List<TlsCrypto> cryptos;

  private CryptoBench(PrintStream out, int rounds, int millis, String only) {
    this.out = out;
    this.race = new Race(rounds, TimeUnit.MILLISECONDS.toNanos(millis));
    this.only = Pattern.compile(only);
    var random = new SecureRandom();
    this.cryptos =
        List.of(
            new JcaTlsCrypto(new DefaultJcaJceHelper(), random, random) {},
            new BcTlsCrypto(random),
            Crypto.shared());
  }

  public static void main(String[] arguments) throws Exception {
    run(System.out, arguments);
  }

  static void run(PrintStream out, String... arguments) throws Exception {
    int rounds = 9;
    int millis = 100;
    String only = "";
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i].equals("--help") || i + 1 == arguments.length) {
        out.print(HELP);
        return;
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--millis" -> millis = Integer.parseInt(value);
        case "--only" -> only = value;
        default -> {
          out.print(HELP);
          return;
        }
      }
    }
    var bench = new CryptoBench(out, rounds, millis, only);
    out.println(Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs");
    bench.primitives();
    bench.handshakes();
  }

  /** A task for one crypto; null if it cannot. */
  private interface Maker {
    Task make(TlsCrypto crypto) throws Exception;
  }

  private void primitives() throws Exception {
    out.println(Race.header("primitive, µs", List.of("JDK providers", "light API", "ours")));
    row("X25519 agreement", c -> Primitives.curve(c, NamedGroup.x25519));
    row("X448 agreement", c -> Primitives.curve(c, NamedGroup.x448));
    row("P-256 agreement", c -> Primitives.curve(c, NamedGroup.secp256r1));
    row("P-384 agreement", c -> Primitives.curve(c, NamedGroup.secp384r1));
    row("ML-KEM-768, client", Primitives::mlKem768);
    signatures("ECDSA P-256", KeyType.EC_P256, SignatureScheme.ecdsa_secp256r1_sha256);
    row(
        "ECDSA P-256 verify, 300 peers",
        c -> Primitives.verify(c, KeyType.EC_P256, SignatureScheme.ecdsa_secp256r1_sha256, 300));
    signatures("Ed25519", KeyType.ED25519, SignatureScheme.ed25519);
    signatures("RSA-2048 PKCS#1", KeyType.RSA_2048, SignatureScheme.rsa_pkcs1_sha256);
    signatures("RSA-2048 PSS", KeyType.RSA_2048, SignatureScheme.rsa_pss_rsae_sha256);
    row("SHA-256 of 1 KB", Primitives::sha256);
    row("HKDF expand", Primitives::hkdfExpand);
    row("random, 32 bytes", Primitives::random32);
    records("AES-128-GCM", CipherSuite.TLS_AES_128_GCM_SHA256);
    records("AES-256-GCM", CipherSuite.TLS_AES_256_GCM_SHA384);
    records("ChaCha20-Poly1305", CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
  }

  private void signatures(String title, KeyType type, int scheme) throws Exception {
    row(title + " verify", c -> Primitives.verify(c, type, scheme, 1));
    row(title + " sign", c -> Primitives.sign(c, type, scheme));
  }

  private void records(String title, int suite) throws Exception {
    row(title + " seal 16 KB", true, c -> Primitives.seal(c, suite));
    row(title + " open 16 KB", true, c -> Primitives.open(c, suite));
  }

  private void row(String title, Maker maker) throws Exception {
    row(title, false, maker);
  }

  private void row(String title, boolean withBytes, Maker maker) throws Exception {
    if (!only.matcher(title).find()) {
      return;
    }
    List<Contender> contenders = new ArrayList<>();
    for (TlsCrypto crypto : cryptos) {
      contenders.add(new Contender("", maker.make(crypto)));
    }
    out.println(Race.row(title, race.run(contenders), withBytes));
  }

  private void handshakes() throws Exception {
    out.println();
    out.println(
        Race.header(
            "client's handshake, µs", List.of("SunJSSE", "JDK providers", "light API", "ours")));
    handshake(ProtocolVersion.TLSv13, "x25519", NamedGroup.x25519);
    handshake(ProtocolVersion.TLSv13, "secp256r1", NamedGroup.secp256r1);
    handshake(ProtocolVersion.TLSv12, "x25519", NamedGroup.x25519);
  }

  private void handshake(ProtocolVersion version, String sunGroup, int group) throws Exception {
    for (KeyType key : List.of(KeyType.EC_P256, KeyType.RSA_2048)) {
      int suite =
          version == ProtocolVersion.TLSv13
              ? CipherSuite.TLS_AES_128_GCM_SHA256
              : key == KeyType.RSA_2048
                  ? CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
                  : CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
      String title = (version == ProtocolVersion.TLSv13 ? "1.3 " : "1.2 ") + sunGroup + " " + key;
      if (!only.matcher(title).find()) {
        continue;
      }
      // A P-256 certificate needs its curve among the groups of TLS 1.2 (RFC 8422, 5.1).
      List<Integer> groups =
          group == NamedGroup.secp256r1 ? List.of(group) : List.of(group, NamedGroup.secp256r1);
      String[] sunGroups =
          group == NamedGroup.secp256r1
              ? new String[] {sunGroup}
              : new String[] {sunGroup, "secp256r1"};
      var terms = new Loopback.Terms(version, suite, groups);
      var handshakes = new Handshakes(key, terms, sunGroups);
      List<Contender> contenders = new ArrayList<>();
      contenders.add(new Contender("", handshakes.sunJsse()));
      for (TlsCrypto crypto : cryptos) {
        contenders.add(new Contender("", handshakes.bctls(crypto)));
      }
      out.println(Race.row(title, race.run(contenders), false));
    }
  }
}
