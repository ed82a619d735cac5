package dev.heddle.config;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link VerifyCallback} is shown: {@code X509_STORE_CTX_get_error(3)} and its relatives.
 *
 * @param result the fault, or {@link VerifyResult#ok ok} for a certificate that was found good; its
 *     depth and certificate say which one it is about
 * @param path the certificates under check, leaf first; the anchor last, unless none was found
 */
public record VerifyStep(VerifyResult result, List<X509Certificate> path) {

  /** Copies the path. */
  public VerifyStep {
    Objects.requireNonNull(result, "result");
    path = List.copyOf(path);
  }

  /** Whether the check found nothing wrong at this step: the callback's {@code preverify_ok}. */
  public boolean ok() {
    return result.ok();
  }

  /** What a reader of a log wants, on one line. */
  @Override
  public String toString() {
    return "VerifyStep[" + result + ", certificate " + result.depth() + " of " + path.size() + "]";
  }
}
