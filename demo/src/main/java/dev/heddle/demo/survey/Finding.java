package dev.heddle.demo.survey;

import dev.heddle.demo.common.CertificateFacts;
import dev.heddle.demo.common.Lines;
import dev.heddle.fanout.Result;
import dev.heddle.fault.Category;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Phase;
import dev.heddle.net.ConnectionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What was found of one target; what is not known is null. Text that a peer has chosen is one line
 * that leaves a terminal alone.
 *
 * @param target as HOST:PORT
 * @param agreed what the handshake has agreed on
 * @param certificate the server's
 * @param resumed whether a second connection resumed the session of the first; null if there was
 *     none
 * @param resolve how long the look-up of the name took
 * @param tcp how long it took until the transport stood
 * @param handshake how long the handshake took
 * @param attempts how many times it was tried
 * @param failure why it came to nothing
 */
record Finding(
    String target,
    Agreement agreed,
    Certificate certificate,
    Boolean resumed,
    Duration resolve,
    Duration tcp,
    Duration handshake,
    int attempts,
    Failed failure) {

  /**
   * What both ends agreed on.
   *
   * @param group null if there was none
   */
  record Agreement(
      String address, String version, String suite, String group, boolean postQuantum) {}

  /**
   * The server's certificate.
   *
   * @param daysLeft whole days; negative once it has expired
   */
  record Certificate(String subject, Instant notAfter, long daysLeft) {}

  /** Why there was no connection. */
  record Failed(Category category, Phase phase, String message) {}

  /**
   * From what came of a target.
   *
   * @param result whose value says whether a session was resumed, if that is known
   * @param now what the days are counted from
   */
  static Finding of(Result<Boolean> result, Instant now) {
    ConnectionInfo info = result.info();
    Map<Phase, Duration> times = result.times();
    return new Finding(
        result.target().toString(),
        info == null ? null : agreement(info),
        info == null || info.peerChain().isEmpty() ? null : certificate(info, now),
        result.value(),
        times.get(Phase.RESOLVE),
        times.get(Phase.CONNECT),
        info == null ? null : result.handshake(),
        result.attempts(),
        failed(result));
  }

  private static Agreement agreement(ConnectionInfo info) {
    return new Agreement(
        info.peer(),
        info.version().openSslName(),
        info.cipherSuite().openSslName(),
        info.group() == null ? null : info.group().openSslName(),
        info.group() != null && info.group().hybrid());
  }

  private static Certificate certificate(ConnectionInfo info, Instant now) {
    CertificateFacts facts = CertificateFacts.of(info.peerChain().getFirst(), now);
    return new Certificate(facts.subject(), facts.notAfter(), facts.daysLeft());
  }

  private static Failed failed(Result<Boolean> result) {
    FailureReport report = result.failure();
    if (report != null) {
      return new Failed(report.fault().category(), report.phase(), Lines.oneLine(report.message()));
    }
    Exception thrown = result.jobFailure();
    return thrown == null
        ? null
        : new Failed(Category.INTERNAL, Phase.DATA, Lines.oneLine(thrown.toString()));
  }

  boolean good() {
    return failure == null;
  }

  /** Whether the end of the survey came before its own. */
  boolean cutOff() {
    return failure != null && failure.category() == Category.CANCELLED;
  }

  boolean failed() {
    return failure != null && !cutOff();
  }

  boolean postQuantum() {
    return agreed != null && agreed.postQuantum();
  }

  /** Whether the certificate ends within so many days, or has ended. */
  boolean endsWithin(int days) {
    return certificate != null && certificate.daysLeft() < days;
  }
}
