package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** This library as a security provider, by the name of "Heddle". */
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
