package dev.heddle.soak;

import java.util.concurrent.atomic.AtomicBoolean;

/** The one moment at which trouble comes to a connection. For all threads. */
final class Strike {

  private final Plan plan;
  private final AtomicBoolean struck = new AtomicBoolean();
  private final Runnable atParty;

  /**
   * A strike to come.
   *
   * @param atParty what interrupts or closes an end, if that is the trouble
   */
  Strike(Plan plan, Runnable atParty) {
    this.plan = plan;
    this.atParty = atParty;
  }

  /**
   * How many bytes may pass before it comes; more than there are, if it comes elsewhere.
   *
   * @param fromClient which direction
   * @param passed how many have passed
   */
  long before(boolean fromClient, long passed) {
    boolean here = isDue() && fromClient == (plan.atClient() == plan.outgoing());
    return here && !struck.get() ? Math.max(0, plan.atByte() - passed) : Long.MAX_VALUE;
  }

  /** Whether one will come, if as many bytes pass. */
  boolean isDue() {
    return plan.trouble() != Trouble.NONE && !plan.trouble().isSettled();
  }

  /** It comes now, unless it has: true for the first caller. */
  boolean comes() {
    return struck.compareAndSet(false, true);
  }

  /** Does what interrupts or closes an end. */
  void atParty() {
    atParty.run();
  }

  boolean hasCome() {
    return struck.get();
  }
}
