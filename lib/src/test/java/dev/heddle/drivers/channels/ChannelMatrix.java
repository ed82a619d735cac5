package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Causes;
import dev.heddle.drivers.Scenario;
import dev.heddle.drivers.channels.Meeting.Part;
import dev.heddle.drivers.channels.Meeting.Party;
import dev.heddle.drivers.channels.Meeting.Place;
import dev.heddle.drivers.channels.Pair.Setups;
import dev.heddle.support.PinGuard;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a library that runs over an {@code SSLEngine} must do as client and as server, in both
 * versions of TLS, over the face under test.
 */
abstract class ChannelMatrix {

  private static final String ALERT =
      "alert: (unknown_ca|bad_certificate|certificate_\\w+|handshake_failure)";

  private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

  private static PinGuard.Watch pins;

  @BeforeAll
  static void watchPins() {
    pins = PinGuard.Watch.start();
  }

  @AfterAll
  static void assertNoPins() {
    assertEquals(List.of(), pins.stop());
  }

  /** The library. */
  abstract Library library();

  /** How many megabytes are sent each way. */
  int bulk() {
    return 100;
  }

  /** Whether the library lets the engine send the alert that says why it refuses its peer. */
  abstract boolean tellsWhyItRefuses();

  /** Demands that the library took a failure for one of authentication, where it tells those. */
  void assertAuthentication(Throwable thrown) {}

  static Stream<Arguments> cases() {
    return Stream.of(Pair.values())
        .flatMap(pair -> VERSIONS.stream().map(version -> Arguments.of(pair, version)));
  }

  /** Without the JDK's engine at the other end. */
  static Stream<Arguments> fewCases() {
    return cases()
        .filter(each -> !List.of(Pair.CLIENT_OF_TWO, Pair.SERVER_OF_TWO).contains(each.get()[0]));
  }

  static Stream<Arguments> againstSockets() {
    return VERSIONS.stream()
        .flatMap(v -> Stream.of(Arguments.of(Pair.CLIENT, v), Arguments.of(Pair.SERVER, v)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void good(Pair pair, String version) throws Exception {
    Part ask =
        end -> {
          Frames.ask().play(end);
          assertEquals(version, end.session().getProtocol());
          assertEquals("CN=localhost", end.session().getPeerPrincipal().getName());
        };
    pair.meet(library(), pair.setups(Scenario.GOOD, version), ask, Frames.answer()).assertWell();
  }

  /** Who is refused without a word finds the connection cut off. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fewCases")
  void clientCertificate(Pair pair, String version) throws Exception {
    Part answer =
        end -> {
          Frames.answer().play(end);
          assertEquals("CN=client", end.session().getPeerPrincipal().getName());
        };
    Setups setups = pair.setups(Scenario.CLIENT_CERTIFICATE, version);
    pair.meet(library(), setups, Frames.ask(), answer).assertWell();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void wrongCa(Pair pair, String version) throws Exception {
    Meeting meeting = refused(pair, Scenario.WRONG_CA, version);
    refuses(pair, true, meeting.client());
    Causes.demand(meeting.client(), CertificateException.class);
    isRefused(pair, false, meeting.server());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fewCases")
  void expired(Pair pair, String version) throws Exception {
    Meeting meeting = refused(pair, Scenario.EXPIRED, version);
    refuses(pair, true, meeting.client());
    Causes.assertSays(meeting.client(), "expired|NotAfter");
    isRefused(pair, false, meeting.server());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fewCases")
  void wrongName(Pair pair, String version) throws Exception {
    Meeting meeting = refused(pair, Scenario.WRONG_NAME, version);
    refuses(pair, true, meeting.client());
    Causes.assertSays(meeting.client(), "elsewhere\\.test|localhost");
    isRefused(pair, false, meeting.server());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void noClientCertificate(Pair pair, String version) throws Exception {
    Meeting meeting = refused(pair, Scenario.NO_CLIENT_CERTIFICATE, version);
    refuses(pair, false, meeting.server());
    Causes.assertSays(meeting.server(), "empty client certificate|the client sent none");
    isRefused(pair, true, meeting.client());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fewCases")
  void strangeClientCertificate(Pair pair, String version) throws Exception {
    Meeting meeting = refused(pair, Scenario.STRANGE_CLIENT_CERTIFICATE, version);
    refuses(pair, false, meeting.server());
    Causes.demand(meeting.server(), CertificateException.class);
    isRefused(pair, true, meeting.client());
  }

  private Meeting refused(Pair pair, Scenario scenario, String version) throws Exception {
    Meeting meeting =
        pair.meet(library(), pair.setups(scenario, version), End::receive, End::receive);
    assertNotNull(meeting.client(), "the client took it");
    assertNotNull(meeting.server(), "the server took it");
    return meeting;
  }

  private void refuses(Pair pair, boolean client, Throwable thrown) {
    if (pair.isLibrary(client)) {
      assertAuthentication(thrown);
    }
  }

  private void isRefused(Pair pair, boolean client, Throwable thrown) {
    if (pair.isLibrary(!client) && !tellsWhyItRefuses()) {
      return;
    }
    if (pair.isLibrary(client)) {
      Causes.assertSays(thrown, ALERT);
      assertAuthentication(thrown);
    } else {
      // A socket may still be writing when the other end has gone.
      Causes.assertSays(thrown, ALERT + "|broken pipe|connection reset");
    }
  }

  /** Whoever is not tested says so; of two that are, both. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fewCases")
  void resumes(Pair pair, String version) throws Exception {
    Setups setups = pair.setups(Scenario.CLIENT_CERTIFICATE, version);
    try (Place place = new Place()) {
      assertResumed(pair, place, setups, List.of());
      List<String> who =
          switch (pair) {
            case CLIENT, CLIENT_OF_TWO -> List.of("server");
            case SERVER, SERVER_OF_TWO -> List.of("client");
            case BOTH -> List.of("client", "server");
          };
      assertResumed(pair, place, setups, who);
      assertResumed(pair, place, setups, who);
    }
  }

  private void assertResumed(Pair pair, Place place, Setups setups, List<String> who)
      throws Exception {
    long start = nextMillisecond();
    Set<String> saying = ConcurrentHashMap.newKeySet();
    pair.meet(
            place,
            library(),
            setups,
            end -> {
              Frames.ask().play(end);
              if (end.session().getCreationTime() < start) {
                saying.add("client");
              }
            },
            end -> {
              Frames.answer().play(end);
              if (end.session().getCreationTime() < start) {
                saying.add("server");
              }
              assertEquals("CN=client", end.session().getPeerPrincipal().getName());
            })
        .assertWell();
    assertTrue(saying.containsAll(who), () -> "only " + saying + " say that it is resumed");
  }

  /** A session is as old as the handshake that made it. */
  private static long nextMillisecond() {
    long now = System.currentTimeMillis();
    while (System.currentTimeMillis() == now) {
      Thread.onSpinWait();
    }
    return now + 1;
  }

  /** Between two ends under test in both versions, and in one of them against sockets. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void bulk(Pair pair, String version) throws Exception {
    boolean wholly =
        switch (pair) {
          case CLIENT -> version.equals("TLSv1.3");
          case SERVER -> version.equals("TLSv1.2");
          case CLIENT_OF_TWO, SERVER_OF_TWO -> false;
          case BOTH -> true;
        };
    Frames.Bulk bulk = new Frames.Bulk(wholly ? bulk() : 1);
    pair.meet(library(), pair.setups(Scenario.GOOD, version), bulk.ask(), bulk.answer())
        .assertWell();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("againstSockets")
  void smallBuffersOfTcp(Pair pair, String version) throws Exception {
    Setups setups = pair.setups(Scenario.GOOD, version).withTcpBuffer(16384);
    pair.meet(library(), setups, Frames.ask(), Frames.answer()).assertWell();
  }

  /** So that one read of the socket has several records, of all parts of frames. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fewCases")
  void manyFramesInOneGo(Pair pair, String version) throws Exception {
    pair.meet(
            library(),
            pair.setups(Scenario.GOOD, version),
            Frames.askInOneGo(),
            Frames.answerInOneGo())
        .assertWell();
  }

  @ParameterizedTest
  @EnumSource
  void bothUpdateTheirKeys(Pair pair) throws Exception {
    pair.meet(
            library(),
            pair.setups(Scenario.GOOD, "TLSv1.3"),
            Frames.ask(End::updateKeys),
            Frames.answer(End::updateKeys))
        .assertWell();
  }

  /** The peer is in the midst of a frame. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("againstSockets")
  void cutOff(Pair pair, String version) throws Exception {
    assertBroken(pair, version, SocketEnd::cut);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("againstSockets")
  void reset(Pair pair, String version) throws Exception {
    assertBroken(pair, version, SocketEnd::reset);
  }

  /** What a rude peer does. */
  private interface Rude {
    void to(SocketEnd end) throws Exception;
  }

  private void assertBroken(Pair pair, String version, Rude rude) throws Exception {
    Part polite =
        end -> {
          Frames.askOnce().play(end);
          byte[] frame = end.receive();
          assertEquals(-1, frame.length, "as if nothing had happened");
        };
    Part peer =
        end -> {
          SocketEnd socket = (SocketEnd) end;
          socket.send(socket.receive());
          socket.sendRaw((byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 1);
          rude.to(socket);
        };
    boolean client = pair == Pair.CLIENT;
    Meeting meeting =
        pair.meet(
            library(),
            pair.setups(Scenario.GOOD, version),
            client ? polite : peer,
            client ? peer : polite);
    Throwable thrown = client ? meeting.client() : meeting.server();
    assertNotNull(thrown);
    assertNotEquals(AssertionError.class, thrown.getClass(), thrown.getMessage());
    assertCutOff(thrown);
  }

  /** Demands that the library tells of a connection that ended where it must not. */
  abstract void assertCutOff(Throwable thrown);

  /** The peer gives up before it has said anything. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("againstSockets")
  void cutOffInTheHandshake(Pair pair, String version) throws Exception {
    Library deaf =
        new Library() {
          @Override
          public End connect(InetSocketAddress address, Setup setup) throws Exception {
            SocketEnd end = (SocketEnd) SocketEnd.LIBRARY.connect(address, setup);
            end.cut();
            return end;
          }

          @Override
          public End accept(SocketChannel accepted, Setup setup) throws Exception {
            SocketEnd end = (SocketEnd) SocketEnd.LIBRARY.accept(accepted, setup);
            end.cut();
            return end;
          }
        };
    boolean client = pair == Pair.CLIENT;
    Setups setups = pair.setups(Scenario.GOOD, version);
    try (Place place = new Place()) {
      Meeting meeting =
          place.meet(
              new Party(client ? library() : deaf, setups.client(), End::receive),
              new Party(client ? deaf : library(), setups.server(), End::receive));
      assertCutOff(client ? meeting.client() : meeting.server());
    }
  }
}
