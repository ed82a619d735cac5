package dev.heddle.chain;

import dev.heddle.config.VerifyCallback;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.VerifyStep;
import dev.heddle.config.X509V;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;

/**
 * What the rules find on one path, and who decides whether they go on.
 *
 * <p>A rule reports a fault by {@link #fault}, which ends the check unless the configuration's
 * callback overrules it. When the call returns, the rule goes on as if nothing were wrong. As in
 * libssl the result that remains is the last fault, overruled or not. For one path and one thread.
 */
final class Findings {

  private final Path path;
  private final VerifyCallback callback;
  private final boolean overrules;
  private VerifyResult last = VerifyResult.OK;

  private Findings(Path path, VerifyCallback callback, boolean overrules) {
    this.path = path;
    this.callback = callback;
    this.overrules = overrules;
  }

  /** The first fault is the last: nobody is asked. */
  static Findings strict(Path path) {
    return new Findings(path, null, false);
  }

  /**
   * Each step is shown to a callback.
   *
   * @param overrules whether its word counts against a fault, or only against what is good
   */
  static Findings shown(Path path, VerifyCallback callback, boolean overrules) {
    return new Findings(path, callback, overrules);
  }

  /**
   * Runs rules that report here.
   *
   * @return whether they came to their end
   */
  boolean allow(Consumer<Findings> rules) {
    try {
      rules.accept(this);
      return true;
    } catch (Refused refused) {
      return false;
    }
  }

  /**
   * Reports a fault.
   *
   * @param detail what is wrong, in one clause without a full stop, naming the certificate
   * @throws Refused unless the fault is overruled
   */
  void fault(X509V code, int depth, X509Certificate certificate, String detail) {
    fault(VerifyResult.of(code, depth, certificate, detail));
  }

  /** As the other, with a fault that was found before there was a path. */
  void fault(VerifyResult fault) {
    last = fault;
    boolean goesOn =
        callback != null && callback.verify(new VerifyStep(fault, path.certificates()));
    if (!goesOn || !overrules) {
      throw new Refused();
    }
  }

  /**
   * Reports that the rules have nothing more to say about a certificate.
   *
   * @throws Refused if the callback has
   */
  void good(int depth) {
    if (callback == null) {
      return;
    }
    X509Certificate certificate = path.get(depth);
    VerifyResult step = new VerifyResult(X509V.OK.code(), depth, certificate, "ok");
    if (!callback.verify(new VerifyStep(step, path.certificates()))) {
      last =
          VerifyResult.of(
              X509V.APPLICATION_VERIFICATION,
              depth,
              certificate,
              "the verify callback refused the certificate of " + ChainText.subject(certificate));
      throw new Refused();
    }
  }

  /** The last fault; {@link VerifyResult#OK} if there was none. */
  VerifyResult result() {
    return last;
  }

  /** Ends the check of a path; the reason is {@link Findings#result}. */
  private static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private Refused() {
      super(null, null, false, false);
    }
  }
}
