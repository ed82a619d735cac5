package dev.heddle.drivers.channels;

import dev.heddle.drivers.Causes;
import java.io.EOFException;
import java.io.IOException;

/** What tls-channel does whether its calls block or not. */
abstract class TlsChannelMatrix extends ChannelMatrix {

  /** It wraps nothing any more when the engine has failed. */
  @Override
  boolean tellsWhyItRefuses() {
    return false;
  }

  /** A read gives -1 then, and {@code shutdownReceived} says that it is no goodbye. */
  @Override
  void assertCutOff(Throwable thrown) {
    Causes.demand(thrown, IOException.class);
    if (Causes.find(thrown, EOFException.class).isPresent()) {
      Causes.assertSays(thrown, "cut off");
    }
  }
}
