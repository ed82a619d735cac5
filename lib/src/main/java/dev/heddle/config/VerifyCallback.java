package dev.heddle.config;

/**
 * Sees each step of checking a peer's chain: the callback of {@code SSL_CTX_set_verify(3)}.
 *
 * <p>It runs on the connection's own thread under no lock, may block, and must be safe for use by
 * several threads, since all connections of a configuration share it. What it throws ends the
 * handshake with the fatal alert internal_error.
 *
 * <p>It sees one path only, also where several were tried: the first good one or, if none is good,
 * the one that the result is about. First come the faults of the path as a whole, then each
 * certificate of it, from the anchor down to the leaf, with its faults before it. A chain that
 * breaks the limits of the configuration is refused without asking.
 */
@FunctionalInterface
public interface VerifyCallback {

  /**
   * Judges one step.
   *
   * @param step what was found; never null
   * @return whether to go on. False ends the check: with the fault of this step or, where the step
   *     is good, with {@link X509V#APPLICATION_VERIFICATION}. True at a fault counts only where the
   *     callback was set by {@link TlsConfig.Builder#insecureOverrule}
   */
  boolean verify(VerifyStep step);
}
