package dev.heddle.demo.connect;

import dev.heddle.bio.ConnectBio;
import dev.heddle.demo.common.Failure;
import dev.heddle.fault.Category;
import dev.heddle.ssl.Ssl;
import java.io.IOException;
import java.time.Duration;

/**
 * Ends a connection that has nothing to say, and before that hears what the server thinks of our
 * certificate: in TLS 1.3 it refuses one, or that there is none, only after the client has finished
 * (RFC 8446 section 4.4.2.4), and accepts it without a word.
 */
final class LastWord {

  /**
   * Waits for the server's verdict where there is one to come, for some seconds at most, and says
   * close_notify.
   *
   * @param asked whether the server has asked for a certificate
   * @throws Failure if it sent a fatal alert
   */
  static void exchange(Ssl ssl, ConnectBio bio, boolean asked, Duration limit) throws Failure {
    if (asked && "TLSv1.3".equals(ssl.getVersion())) {
      awaitVerdict(ssl, bio, limit.compareTo(PATIENCE) < 0 ? limit : PATIENCE);
    }
    // Whether the server answers is no matter: all has been said.
    ssl.shutdown();
    ssl.errors().clearError();
  }

  private static void awaitVerdict(Ssl ssl, ConnectBio bio, Duration limit) throws Failure {
    try {
      bio.receiveTimeout((int) limit.toMillis());
    } catch (IOException closed) {
      return; // by the server, and the read would say no more than that
    }
    int result = ssl.read(new byte[1]);
    if (result < 0) {
      Failure failure = Failure.of(ssl, result, "read");
      if (failure.category() == Category.PEER_ALERT) {
        throw failure;
      }
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private LastWord() {}
}
