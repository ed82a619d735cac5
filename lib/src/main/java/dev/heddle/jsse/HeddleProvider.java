package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * This library as a security provider, by the name of "Heddle": {@code
 * SSLContext.getInstance("TLS", new HeddleProvider())}, or by name after {@code
 * Security.insertProviderAt}. Safe for use by several threads.
 *
 * <p>It has the {@code SSLContext} of the names TLS (also SSL), TLSv1.3, TLSv1.2 and Default. As
 * with the JDK's, the name says what clients enable by themselves: TLSv1.2 is TLS 1.2 alone, all
 * others are TLS 1.2 and 1.3; servers enable both. No name brings older versions. A context without
 * trust managers judges as this library does, by the system's anchors; a driver's own managers are
 * asked as JSSE asks them. Contexts have no {@code SSLEngine}.
 *
 * <p>The {@code TrustManagerFactory} of the names PKIX and Heddle gives trust managers that judge
 * as this library does. So that a provider which comes first breaks no one, PKIX passes what it
 * cannot do (revocation, policies, path checkers) on to the next provider's factory of that name,
 * while Heddle refuses it; and the JDK's other names, SunX509 and so on, stay the JDK's.
 *
 * <p>System properties that set its {@link Options}; they are read when a provider or a factory is
 * made without options, and a value that cannot be used is an error:
 *
 * <table>
 * <caption>Properties, all of them beginning with {@code dev.heddle.}</caption>
 * <tr><th>name</th><th>meaning</th><th>default</th></tr>
 * <tr><td>handshakeTimeout</td><td>milliseconds for a handshake as a whole; 0: no limit</td>
 * <td>30000</td></tr>
 * <tr><td>readTimeout</td><td>milliseconds for a read, beside SO_TIMEOUT; 0: no limit</td>
 * <td>0</td></tr>
 * <tr><td>writeTimeout</td><td>milliseconds that a write may be stuck; each 64 KB have them to
 * themselves; 0: no limit</td><td>60000</td></tr>
 * <tr><td>closeTimeout</td><td>milliseconds that close may take; 0: nothing is said to the
 * peer</td><td>1000</td></tr>
 * <tr><td>nagle</td><td>leave, off, or off-for-handshake: {@link
 * dev.heddle.bio.NaglePolicy}</td><td>off-for-handshake</td></tr>
 * <tr><td>keyLogFile</td><td>a file that the secrets of all connections are appended to: who has it
 * can read what they carry</td><td>none</td></tr>
 * <tr><td>ignoreUnexpectedEof</td><td>true takes an end without close_notify for a clean one, which
 * lets anybody in between cut a stream off</td><td>false</td></tr>
 * </table>
 *
 * <p>Beside these, the JDK's own are honoured: {@code jdk.tls.client.protocols}, {@code
 * jdk.tls.server.protocols}, {@code jdk.tls.client.cipherSuites}, {@code
 * jdk.tls.server.cipherSuites}, {@code jdk.tls.namedGroups}, {@code
 * jdk.tls.client.SignatureSchemes}, {@code jdk.tls.server.SignatureSchemes}, {@code
 * javax.net.ssl.keyStore…} and {@code javax.net.ssl.trustStore…}, and the security properties
 * {@code jdk.tls.disabledAlgorithms} and {@code jdk.certpath.disabledAlgorithms}. They are read
 * when a context is initialised.
 */
public final class HeddleProvider extends Provider {

  private static final long serialVersionUID = 1L;

  /** The name: "Heddle". */
  public static final String NAME = "Heddle";

  private final transient Options options;

  /**
   * With the options of the system properties.
   *
   * @throws dev.heddle.config.ConfigException naming the property whose value cannot be used
   */
  public HeddleProvider() {
    this(Options.defaults());
  }

  /** With options of one's own, for all its contexts. */
  public HeddleProvider(Options options) {
    super(NAME, "1.0", "TLS 1.2 and 1.3 over blocking sockets, for virtual threads");
    this.options = Objects.requireNonNull(options, "options");
    context("TLS", List.of("SSL"), () -> new ContextSpi(null, options));
    context("TLSv1.3", List.of(), () -> new ContextSpi(TlsVersion.TLS_1_3, options));
    context("TLSv1.2", List.of(), () -> new ContextSpi(TlsVersion.TLS_1_2, options));
    context("Default", List.of(), () -> new ContextSpi(DefaultContext.of(options)));
    trust("PKIX", () -> new HeddleTrustManagerFactory(true));
    trust("Heddle", () -> new HeddleTrustManagerFactory(false));
  }

  /**
   * A context whose connections are as a configuration says; see {@link HeddleSocketFactory#of}. It
   * is initialised.
   *
   * @throws dev.heddle.config.ConfigException naming the property that cannot be read
   */
  public SSLContext context(TlsConfig config) {
    return new SSLContext(new ContextSpi(Context.of(config, options)), this, "TLS") {};
  }

  private void context(String name, List<String> aliases, Supplier<ContextSpi> make) {
    putService(new MadeHere(this, "SSLContext", name, aliases, ContextSpi.class, make));
  }

  private void trust(String name, Supplier<HeddleTrustManagerFactory> make) {
    putService(
        new MadeHere(
            this, "TrustManagerFactory", name, List.of(), HeddleTrustManagerFactory.class, make));
  }

  /** A service that needs no public class with a public constructor. */
  private static final class MadeHere extends Service {

    private final Supplier<?> make;

    MadeHere(
        Provider provider,
        String type,
        String name,
        List<String> aliases,
        Class<?> made,
        Supplier<?> make) {
      super(provider, type, name, made.getName(), aliases, null);
      this.make = make;
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      if (parameter != null) {
        throw new java.security.InvalidParameterException(
            getType() + " " + getAlgorithm() + " takes no parameter");
      }
      try {
        return make.get();
      } catch (RuntimeException e) {
        throw new NoSuchAlgorithmException(
            "cannot make " + getType() + " " + getAlgorithm() + ": " + e.getMessage(), e);
      }
    }
  }
}
