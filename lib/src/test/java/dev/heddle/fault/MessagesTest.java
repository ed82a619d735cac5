package dev.heddle.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of every failure, in full. */
class MessagesTest {

  private static final IOException RESET = new IOException("Connection reset");

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(
            new Fault.PeerAlert(40, null),
            "the peer refused with the fatal alert handshake_failure(40)"),
        Arguments.of(
            new Fault.PeerAlert(99, null), "the peer refused with the fatal alert alert(99)"),
        Arguments.of(
            new Fault.PeerBrokeRules(Alert.BAD_RECORD_MAC, "a record does not decrypt"),
            "the peer broke the protocol: a record does not decrypt; answered bad_record_mac(20)"),
        Arguments.of(
            new Fault.PeerBrokeRules(null, "it spoke before it was asked"),
            "the peer broke the protocol: it spoke before it was asked"),
        Arguments.of(
            new Fault.Refused("the server does not offer STARTTLS"),
            "the server does not offer STARTTLS"),
        Arguments.of(
            new Fault.PeerAlert(70, "no protocol version in common: offered [TLS 1.3]"),
            "the peer refused with the fatal alert protocol_version(70): no protocol version in"
                + " common: offered [TLS 1.3]"),
        Arguments.of(
            new Fault.PeerIncompatible(
                Alert.PROTOCOL_VERSION,
                "no protocol version in common: the client offers [TLS 1.1], we accept [TLS 1.3]"),
            "no protocol version in common: the client offers [TLS 1.1], we accept [TLS 1.3];"
                + " answered protocol_version(70)"),
        Arguments.of(
            new Fault.NotTls("plain HTTP", "\"HTTP/\""),
            "the peer answered in plain HTTP; it began with \"HTTP/\""),
        Arguments.of(
            new Fault.NotTls(null, "\"\\x00\""),
            "the peer does not speak TLS; it began with \"\\x00\""),
        Arguments.of(
            new Fault.Truncated("ServerHello", false), "closed by the peer before ServerHello"),
        Arguments.of(
            new Fault.Truncated("Finished", true),
            "closed by the peer inside a record, before Finished"),
        Arguments.of(
            new Fault.Truncated(null, false),
            "the stream was cut off: the peer closed it without close_notify"),
        Arguments.of(
            new Fault.Truncated(null, true),
            "the stream was cut off inside a record: the peer closed it without close_notify"),
        Arguments.of(
            new Fault.BadCertificate(Alert.CERTIFICATE_EXPIRED, 10, 0, "CN=x has expired"),
            "certificate refused: CN=x has expired; answered certificate_expired(45)"),
        Arguments.of(new Fault.Transport(RESET), "the transport failed: Connection reset"),
        Arguments.of(
            new Fault.Transport(new java.io.EOFException()), "the transport failed: EOFException"),
        Arguments.of(
            new Fault.TimedOut("ServerHello", 1500),
            "timed out after 1500 ms, waiting for ServerHello"),
        Arguments.of(new Fault.TimedOut(null, 20), "timed out after 20 ms"),
        Arguments.of(Fault.Cancelled.INTERRUPTED, "interrupted"),
        Arguments.of(Fault.Cancelled.CLOSED, "closed by another thread"),
        Arguments.of(new Fault.Misuse("BIO not set", "give it one"), "BIO not set: give it one"),
        Arguments.of(new Fault.Misuse("BIO not set", null), "BIO not set"),
        Arguments.of(new Fault.Internal("x failed", null), "internal error: x failed"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("texts")
  void saysWhatHappenedWithWhomAndHowFar(Fault fault, String clause) {
    FailureReport report =
        new FailureReport(fault, Phase.HELLO, "db.example/192.0.2.7:5432", 517, 0);
    assertEquals(
        "handshake with db.example/192.0.2.7:5432: " + clause + " (sent 517 bytes, received 0)",
        report.message());
    assertEquals(report.message(), report.toException().getMessage());
    assertSame(report.cause(), report.toException().getCause());
  }

  @Test
  void leavesOutAPeerWithoutAnAddress() {
    FailureReport report = new FailureReport(Fault.Cancelled.CLOSED, Phase.DATA, null, 1, 2);
    assertEquals("data: closed by another thread (sent 1 byte, received 2)", report.message());
  }

  @Test
  void timesOfOneNameAreSummedBeforeTheyAreRounded() {
    Duration some = Duration.ofNanos(1_600_000);
    FailureReport report =
        new FailureReport(new Fault.TimedOut("Finished", 3), Phase.FINISH, null, 1, 2)
            .withTimes(Map.of(Phase.HELLO, some, Phase.FINISH, some));
    assertEquals(
        "handshake: timed out after 3 ms, waiting for Finished"
            + " (handshake 3 ms; sent 1 byte, received 2)",
        report.message());
  }

  @Test
  void everyKindOfFaultHasATextHere() {
    Set<Class<?>> tested = texts().map(row -> row.get()[0].getClass()).collect(Collectors.toSet());
    assertEquals(Set.copyOf(Arrays.asList(Fault.class.getPermittedSubclasses())), tested);
    Set<Category> categories =
        texts().map(row -> ((Fault) row.get()[0]).category()).collect(Collectors.toSet());
    assertEquals(Set.of(Category.values()), categories);
  }

  @Test
  void aTimeoutIsASocketTimeoutAndTheRestIsAnSslException() {
    FailureReport late = new FailureReport(new Fault.TimedOut(null, 1), Phase.DATA, null, 0, 0);
    assertInstanceOf(java.net.SocketTimeoutException.class, late.toException());
    FailureReport cut = new FailureReport(new Fault.Truncated(null, false), Phase.DATA, null, 0, 0);
    assertInstanceOf(javax.net.ssl.SSLException.class, cut.toException());
  }
}
