package dev.heddle.bench;

import dev.heddle.config.Credentials;
import dev.heddle.engine.Crypto;
import dev.heddle.engine.LocalCredentials;
import dev.heddle.engine.Loopback;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
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

/** A record of 16 KB, sealed by a client's cipher and opened by a server's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RecordBenchmark {

  /** The suites of TLS 1.3. */
  public enum Suite {
    AES_128_GCM(CipherSuite.TLS_AES_128_GCM_SHA256),
    AES_256_GCM(CipherSuite.TLS_AES_256_GCM_SHA384),
    CHACHA20_POLY1305(CipherSuite.TLS_CHACHA20_POLY1305_SHA256);

    private final int number;

    Suite(int number) {
      this.number = number;
    }
  }

  private static final int HEADER = 5;
  private static final long FIRST = 1000;

  @Param Candidate candidate;
  @Param Suite suite;

  private final byte[] data = new byte[16384];
  private TlsCipher client;
  private TlsCipher server;
  private long sequence = FIRST;
  private byte[] sealed;
  private byte[] opened;
  private short type;

  /** Lets two ends shake hands, and takes their ciphers from them. */
  @Setup
  public void prepare() throws IOException {
    TlsCrypto crypto = candidate.crypto();
    var terms =
        new Loopback.Terms(ProtocolVersion.TLSv13, suite.number, List.of(NamedGroup.x25519));
    Identity identity = TestCerts.localhost(KeyType.EC_P256);
    var credentials =
        LocalCredentials.of(Crypto.shared(), Credentials.of(identity.key(), identity.chain()));
    var serving =
        Loopback.accept(
            new Loopback.Server(
                watched(crypto, cipher -> server = cipher), terms, credentials, false));
    var connecting =
        Loopback.connect(
            new Loopback.Client(watched(crypto, cipher -> client = cipher), terms, null));
    Loopback.pump(connecting, serving);
    TlsEncodeResult record = seal();
    sealed = Arrays.copyOfRange(record.buf, record.off, record.off + record.len);
    opened = new byte[sealed.length];
    type = record.recordType;
  }

  @Benchmark
  public TlsEncodeResult seal() throws IOException {
    return client.encodePlaintext(
        ++sequence,
        ContentType.application_data,
        ProtocolVersion.TLSv12,
        HEADER,
        data,
        0,
        data.length);
  }

  /** With a copy of the record, as one is opened in its place. */
  @Benchmark
  public TlsDecodeResult open() throws IOException {
    System.arraycopy(sealed, 0, opened, 0, sealed.length);
    return server.decodeCiphertext(
        FIRST + 1, type, ProtocolVersion.TLSv12, opened, HEADER, opened.length - HEADER);
  }

  /** The protocols ask their crypto for a cipher through the interface. */
  private static TlsCrypto watched(TlsCrypto crypto, Consumer<TlsCipher> watcher) {
    return (TlsCrypto)
        Proxy.newProxyInstance(
            RecordBenchmark.class.getClassLoader(),
            new Class<?>[] {TlsCrypto.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(crypto, arguments);
                if (result instanceof TlsCipher cipher) {
                  watcher.accept(cipher);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
