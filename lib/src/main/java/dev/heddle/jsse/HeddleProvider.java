package dev.heddle.jsse;

import java.security.Provider;
import java.util.Objects;

/** This library as a security provider, by the name of "Heddle". */
public final class HeddleProvider extends Provider {

  private static final long serialVersionUID = 1L;

  /** The name: "Heddle". */
  public static final String NAME = "Heddle";

  /** With the options of the system properties. */
  public HeddleProvider() {
    this(Options.defaults());
  }

  /** With options of one's own, for all its contexts. */
  public HeddleProvider(Options options) {
    super(NAME, "1.0", "TLS 1.2 and 1.3 over blocking sockets, for virtual threads");
    Objects.requireNonNull(options, "options");
  }
}
