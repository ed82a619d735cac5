package dev.heddle.jsse;

import dev.heddle.jsse.Context.BothSessions;
import java.util.concurrent.atomic.AtomicReference;

/** The context by the name of "Default": one for the process, made when it is first asked for. */
final class DefaultContext {

  // Racing threads may each read the stores; all then use what the first of them put here.
  private static final AtomicReference<Context> MADE = new AtomicReference<>();

  private DefaultContext() {}

  /**
   * The one of the process, with the options of the system properties.
   *
   * @throws dev.heddle.config.ConfigException naming the property or file that cannot be read
   */
  static Context get() {
    Context made = MADE.get();
    if (made == null) {
      MADE.compareAndSet(null, of(Options.defaults()));
      made = MADE.get();
    }
    return made;
  }

  /** Another one, with other options. */
  static Context of(Options options) {
    return Context.of(
        DefaultStores.keyManager(),
        new HeddleTrustManager(DefaultStores.trust()),
        null,
        options,
        BothSessions.of(options));
  }
}
