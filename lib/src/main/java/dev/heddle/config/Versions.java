package dev.heddle.config;

import dev.heddle.text.Printable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Protocol versions as OpenSSL spells them, and ranges of them. */
public final class Versions {

  private Versions() {}

  /**
   * One version, as {@code SSL_CONF_cmd(3)} takes it for {@code MinProtocol} and {@code
   * MaxProtocol}.
   *
   * @param name {@code TLSv1.2} or {@code TLSv1.3}, upper or lower case
   * @return the version; never null
   * @throws ConfigException naming the version if it is another one
   */
  public static TlsVersion parse(String name) {
    String trimmed = name.strip();
    for (TlsVersion version : TlsVersion.values()) {
      if (version.openSslName().equalsIgnoreCase(trimmed)) {
        return version;
      }
    }
    throw new ConfigException(
        "unknown or unsupported protocol version '"
            + Printable.text(name)
            + "'; known are TLSv1.2, TLSv1.3");
  }

  /**
   * All versions from one to another.
   *
   * @return an unmodifiable set in ascending order, never empty
   * @throws ConfigException if {@code min} is above {@code max}
   */
  public static Set<TlsVersion> range(TlsVersion min, TlsVersion max) {
    if (min.compareTo(max) > 0) {
      throw new ConfigException(
          "minimum version "
              + min.openSslName()
              + " is above the maximum version "
              + max.openSslName());
    }
    return Collections.unmodifiableSet(EnumSet.range(min, max));
  }
}
