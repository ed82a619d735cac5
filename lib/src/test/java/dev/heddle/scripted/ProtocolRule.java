package dev.heddle.scripted;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import java.util.function.UnaryOperator;

/**
 * One rule of the protocol, and a script that breaks it and no other; one line of {@code
 * docs/rules.md}. Both ends use X25519 and the server has a P-256 certificate unless {@link
 * #terms(UnaryOperator)} says otherwise.
 *
 * @param rule what the peer does
 * @param source the section that says what is to be made of it, with its document
 * @param expected the alert's name, or one of the words of {@link Outcome#text}
 * @param alert the alert; null where none is expected
 * @param late whether the rule is about what follows the handshake, which may then have finished
 * @param unmet whether we do not keep the rule yet: then the test fails as soon as we do
 */
record ProtocolRule(
    String rule,
    String source,
    String expected,
    Alert alert,
    Terms terms,
    Script script,
    boolean late,
    boolean unmet) {

  /** For a client under test in TLS 1.3, which has to fail with that alert. */
  static ProtocolRule client13(String rule, String source, Alert alert, Script script) {
    return refused(Terms.client(TlsVersion.TLS_1_3), rule, source, alert, script);
  }

  /** For a server under test in TLS 1.3, which has to fail with that alert. */
  static ProtocolRule server13(String rule, String source, Alert alert, Script script) {
    return refused(Terms.server(TlsVersion.TLS_1_3), rule, source, alert, script);
  }

  /** For a client under test in TLS 1.2, which has to fail with that alert. */
  static ProtocolRule client12(String rule, String source, Alert alert, Script script) {
    return refused(Terms.client(TlsVersion.TLS_1_2), rule, source, alert, script);
  }

  /** For a server under test in TLS 1.2, which has to fail with that alert. */
  static ProtocolRule server12(String rule, String source, Alert alert, Script script) {
    return refused(Terms.server(TlsVersion.TLS_1_2), rule, source, alert, script);
  }

  /** The subject has to fail with that alert. */
  static ProtocolRule refused(Terms terms, String rule, String source, Alert alert, Script script) {
    return new ProtocolRule(
        rule, source, alert.rfcName(), alert, terms, script, script.goesOn(), false);
  }

  /** The handshake has to finish, and data has to pass both ways. */
  static ProtocolRule accepted(Terms terms, String rule, String source, Script script) {
    return new ProtocolRule(
        rule, source, Outcome.ACCEPTED, null, terms, script, script.goesOn(), false);
  }

  /** The connection before has to be resumed, and data has to pass both ways. */
  static ProtocolRule resumed(Terms terms, String rule, String source, Script script) {
    return new ProtocolRule(
        rule, source, Outcome.RESUMED, null, terms, script, script.goesOn(), false);
  }

  /** The subject has to fail without an answer, as it does where the peer has failed. */
  static ProtocolRule silent(Terms terms, String rule, String source, Script script) {
    return new ProtocolRule(
        rule, source, Outcome.SILENT, null, terms, script, script.goesOn(), false);
  }

  /** The subject has to take the peer's end for a good one. */
  static ProtocolRule closed(Terms terms, String rule, String source, Script script) {
    return new ProtocolRule(rule, source, Outcome.CLOSED, null, terms, script, true, false);
  }

  ProtocolRule terms(UnaryOperator<Terms> change) {
    return new ProtocolRule(
        rule, source, expected, alert, change.apply(terms), script, late, unmet);
  }

  /** What follows the handshake is at fault, though the script says so while it runs. */
  ProtocolRule afterFinished() {
    return new ProtocolRule(rule, source, expected, alert, terms, script, true, unmet);
  }

  /** We do not keep this rule yet. Take the mark off as soon as its test fails. */
  ProtocolRule pending() {
    return new ProtocolRule(rule, source, expected, alert, terms, script, late, true);
  }

  Outcome run(Subject.Maker maker) {
    return Peer.run(terms, script, maker);
  }

  /**
   * What became of a subject, in the words of the table: an alert that came although the handshake
   * had counted as finished is told as such.
   */
  String verdict(Outcome outcome) {
    boolean tooLate = !late && alert != null && outcome.finished() && outcome.failed();
    return tooLate ? "finished, then " + outcome.text() : outcome.text();
  }

  /** Who is under test, for example {@code client, 1.3}. */
  String subject() {
    return (terms.client() ? "client, " : "server, ") + (terms.tls13() ? "1.3" : "1.2");
  }

  /**
   * The line of the table.
   *
   * @param bctls the verdict on plain bctls
   */
  String line(String bctls) {
    String here = unmet ? expected + " (not yet)" : expected;
    return "| " + rule + " (" + subject() + ") | " + source + " | " + here + " | " + bctls + " |";
  }

  @Override
  public String toString() {
    return rule + " (" + subject() + ")";
  }
}
