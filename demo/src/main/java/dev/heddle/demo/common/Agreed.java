package dev.heddle.demo.common;

import dev.heddle.ssl.Ssl;

/** What a handshake has agreed on, in one line. */
public final class Agreed {

  /** Version, suite and group, and whether a session was resumed. */
  public static String text(Ssl ssl) {
    var group = ssl.getNegotiatedGroup();
    return ssl.getVersion()
        + " "
        + ssl.getCurrentCipher().openSslName()
        + (group == null ? "" : " " + group.openSslName())
        + (ssl.sessionReused() ? ", reused" : "");
  }

  private Agreed() {}
}
