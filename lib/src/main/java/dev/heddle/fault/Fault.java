package dev.heddle.fault;

import java.util.Objects;

/**
 * What went wrong, as data, grouped by whose fault it was. A fault is immutable and safe to log; it
 * never holds key material or application data. One place turns it into an exception or into a
 * return value and queue entries; {@link FailureReport} adds where and with whom.
 */
public sealed interface Fault {

  /** The group this fault belongs to. */
  Category category();

  /**
   * The peer sent a fatal alert.
   *
   * @param code the alert's description byte, 0 to 255
   * @param detail what it speaks of, in one clause without a full stop, where what has gone before
   *     leaves no doubt: that no client certificate was given, which certificate is refused, what
   *     was offered; otherwise null
   */
  record PeerAlert(int code, String detail) implements Fault {
    @Override
    public Category category() {
      return Category.PEER_ALERT;
    }
  }

  /**
   * The peer broke a rule of the protocol.
   *
   * @param answer the alert we answered with; null before TLS has begun
   * @param detail what it did, in one clause without a full stop
   */
  record PeerBrokeRules(Alert answer, String detail) implements Fault {
    public PeerBrokeRules {
      Objects.requireNonNull(detail, "detail");
    }

    @Override
    public Category category() {
      return Category.PROTOCOL;
    }
  }

  /**
   * A proxy, or the server itself, has said no before TLS began.
   *
   * @param detail who has refused what, and in which words, in one clause without a full stop
   */
  record Refused(String detail) implements Fault {
    public Refused {
      Objects.requireNonNull(detail, "detail");
    }

    @Override
    public Category category() {
      return Category.REFUSED;
    }
  }

  /**
   * The two ends have nothing in common.
   *
   * @param answer the alert we answered with
   * @param detail what is not in common, with the lists of both ends as far as they are known, in
   *     one clause without a full stop
   */
  record PeerIncompatible(Alert answer, String detail) implements Fault {
    public PeerIncompatible {
      Objects.requireNonNull(answer, "answer");
      Objects.requireNonNull(detail, "detail");
    }

    @Override
    public Category category() {
      return Category.INCOMPATIBLE;
    }
  }

  /**
   * The first bytes of the peer are not TLS.
   *
   * @param looksLike what they look like, for example {@code plain HTTP}; null if unknown
   * @param firstBytes the bytes, at most 16, printable ones as text and others as {@code \\xNN}
   */
  record NotTls(String looksLike, String firstBytes) implements Fault {
    public NotTls {
      Objects.requireNonNull(firstBytes, "firstBytes");
    }

    @Override
    public Category category() {
      return Category.NOT_TLS;
    }
  }

  /**
   * The stream ended without close_notify.
   *
   * @param waitingFor the message that was waited for, for example {@code ServerHello}; null once
   *     the handshake is done
   * @param midRecord whether the end came inside a record
   */
  record Truncated(String waitingFor, boolean midRecord) implements Fault {
    @Override
    public Category category() {
      return Category.TRUNCATED;
    }
  }

  /**
   * The peer's certificate, or its absence, was refused.
   *
   * @param answer the alert we answered with
   * @param code the {@code X509_V_*} number, 0 if no such code fits
   * @param depth position in the chain, 0 for the leaf; -1 if no certificate was sent
   * @param detail what is wrong with it, in one clause without a full stop, naming the certificate
   * @param cause what the program's own check threw; null if it was not the program that refused it
   */
  record BadCertificate(Alert answer, int code, int depth, String detail, Throwable cause)
      implements Fault {

    /** One that this library refused. */
    public BadCertificate(Alert answer, int code, int depth, String detail) {
      this(answer, code, depth, detail, null);
    }

    public BadCertificate {
      Objects.requireNonNull(answer, "answer");
      Objects.requireNonNull(detail, "detail");
    }

    @Override
    public Category category() {
      return Category.CERTIFICATE;
    }
  }

  /**
   * The transport failed.
   *
   * @param cause what it threw; never null
   */
  record Transport(java.io.IOException cause) implements Fault {
    public Transport {
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public Category category() {
      return Category.TRANSPORT;
    }
  }

  /**
   * A limit set by the caller ran out.
   *
   * @param waitingFor what was waited for; null if nothing can be named
   * @param limitMillis the limit, in milliseconds
   */
  record TimedOut(String waitingFor, long limitMillis) implements Fault {
    @Override
    public Category category() {
      return Category.TIMEOUT;
    }
  }

  /**
   * The work was given up on this side.
   *
   * @param how {@code interrupted} or {@code closed by another thread}
   */
  record Cancelled(String how) implements Fault {
    public static final Cancelled INTERRUPTED = new Cancelled("interrupted");
    public static final Cancelled CLOSED = new Cancelled("closed by another thread");

    public Cancelled {
      Objects.requireNonNull(how, "how");
    }

    @Override
    public Category category() {
      return Category.CANCELLED;
    }
  }

  /**
   * The local program called something it should not have.
   *
   * @param reason a short reason in OpenSSL's spelling where it has one, for example {@code
   *     protocol is shutdown}
   * @param advice what to do instead, in one sentence; null if the reason says it all
   */
  record Misuse(String reason, String advice) implements Fault {
    public Misuse {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Category category() {
      return Category.MISUSE;
    }
  }

  /**
   * A defect of this library.
   *
   * @param detail what was being done
   * @param cause the throwable; may be null
   */
  record Internal(String detail, Throwable cause) implements Fault {
    public Internal {
      Objects.requireNonNull(detail, "detail");
    }

    @Override
    public Category category() {
      return Category.INTERNAL;
    }
  }
}
