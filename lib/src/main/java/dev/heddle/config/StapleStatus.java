package dev.heddle.config;

import java.time.Instant;
import java.util.Objects;

/**
 * What came of a server's OCSP staple (RFC 6066 section 8, RFC 8446 section 4.4.2.1).
 *
 * @param state what it says, or why it says nothing
 * @param thisUpdate the time at which the responder knew this to be so; null unless the response is
 *     genuine and for this certificate
 * @param nextUpdate the time at which newer information will be there; null if {@code thisUpdate}
 *     is, or if the responder gave none
 * @param detail the state in one clause without a full stop
 */
public record StapleStatus(State state, Instant thisUpdate, Instant nextUpdate, String detail) {

  /** The kinds of outcome. */
  public enum State {
    /** The server sent none, or none was asked for. */
    ABSENT,
    /** The certificate was not revoked. */
    GOOD,
    /** The certificate is revoked. A response that says so counts also when it is out of date. */
    REVOKED,
    /** The responder does not know the certificate. */
    UNKNOWN,
    /** Genuine, but too old, or from the future. */
    OUT_OF_DATE,
    /**
     * The responder had no answer, for example {@code tryLater}; or the server's own certificate is
     * the trusted one, so that nobody knows the issuer who would have to vouch for the answer.
     */
    UNUSABLE,
    /**
     * It cannot be read, is for another certificate, or is not signed by somebody who may speak for
     * the certificate's issuer.
     */
    INVALID
  }

  /** No staple. */
  public static final StapleStatus ABSENT =
      new StapleStatus(State.ABSENT, null, null, "the server sent no OCSP staple");

  /** Checks that there are a state and a detail. */
  public StapleStatus {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(detail, "detail");
  }
}
