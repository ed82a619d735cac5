package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Nagle;
import dev.heddle.bio.NaglePolicy;
import java.io.IOException;
import java.util.Optional;

/** Applies a {@link NaglePolicy} to the sink at the two moments that matter. */
final class NagleSwitch {

  private final Bio sink;
  private final Settings settings;
  private boolean applied;
  private boolean restore;

  NagleSwitch(Bio sink, Settings settings) {
    this.sink = sink;
    this.settings = settings;
  }

  /**
   * Called around each flight: a transport that connects when first written to has no socket yet.
   */
  void handshakeBegins() {
    if (applied || settings.nagle == NaglePolicy.LEAVE) {
      return;
    }
    try {
      Optional<Boolean> off = Nagle.tcpNoDelay(sink);
      applied = off.isPresent();
      if (applied && !off.get()) {
        Nagle.setTcpNoDelay(sink, true);
        restore = settings.nagle == NaglePolicy.OFF_FOR_HANDSHAKE;
      }
    } catch (IOException e) {
      // A socket that takes no options takes no bytes either: the first write says so, better.
      restore = false;
    }
  }

  /**
   * Called once application data has gone out; under the write turn. Puts nothing back if the
   * policy is another one by now: then somebody has set the option since.
   */
  void dataIsOut() {
    if (!restore) {
      return;
    }
    restore = false;
    if (settings.nagle != NaglePolicy.OFF_FOR_HANDSHAKE) {
      return;
    }
    try {
      Nagle.setTcpNoDelay(sink, false);
    } catch (IOException e) {
      // As above: the next write or read meets the same broken socket and reports it.
      restore = false;
    }
  }
}
