package dev.heddle.resume;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.TlsVersion;
import java.util.List;

/**
 * What of a ClientHello decides which session can be resumed in answer to it.
 *
 * @param version what the hello and the server's configuration agree on
 * @param serverName the name that is asked for (SNI); null for none
 * @param cipherSuites those that are offered and known
 */
public record Asked(TlsVersion version, String serverName, List<CipherSuite> cipherSuites) {

  /** Copies the list. */
  public Asked {
    cipherSuites = List.copyOf(cipherSuites);
  }
}
