package dev.heddle.demo.common;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.net.ConnectionInfo;
import dev.heddle.ssl.Ssl;

/** What a handshake has agreed on, in one line. */
public final class Agreed {

  /** Version, suite and group, and whether a session was resumed. */
  public static String text(Ssl ssl) {
    return text(
        ssl.getVersion(), ssl.getCurrentCipher(), ssl.getNegotiatedGroup(), ssl.sessionReused());
  }

  /** The same of another kind of connection. */
  public static String text(ConnectionInfo info) {
    return text(info.version().openSslName(), info.cipherSuite(), info.group(), info.resumed());
  }

  private static String text(String version, CipherSuite suite, NamedGroup group, boolean reused) {
    return version
        + " "
        + suite.openSslName()
        + (group == null ? "" : " " + group.openSslName())
        + (reused ? ", reused" : "");
  }

  private Agreed() {}
}
