package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.drivers.Blocked;
import dev.heddle.drivers.Causes;
import dev.heddle.drivers.Face;
import dev.heddle.drivers.Pki;
import dev.heddle.drivers.Scenario;
import dev.heddle.drivers.channels.Meeting.Part;
import dev.heddle.drivers.channels.Meeting.Party;
import dev.heddle.drivers.channels.Meeting.Place;
import dev.heddle.jsse.HeddleProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tlschannel.ClientTlsChannel;
import tlschannel.TlsChannel;

/** The ends of tls-channel's channels, and the ways of it that no matrix is for. */
class TlsChannelTest {

  private static final byte[] FRAME = Frames.frame(0, 100);

  static Stream<Arguments> rareWays() {
    return Stream.of(TlsChannels.DRIBBLING, TlsChannels.ASYNCHRONOUS)
        .flatMap(
            way ->
                Stream.of(Pair.CLIENT, Pair.SERVER, Pair.BOTH)
                    .flatMap(
                        pair ->
                            Stream.of("TLSv1.2", "TLSv1.3")
                                .map(version -> Arguments.of(way, pair, version))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("rareWays")
  void good(TlsChannels way, Pair pair, String version) throws Exception {
    Pair.Setups setups = pair.setups(Scenario.CLIENT_CERTIFICATE, version);
    pair.meet(way, setups, Frames.ask(), Frames.answer()).assertWell();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("rareWays")
  void wrongCa(TlsChannels way, Pair pair, String version) throws Exception {
    Pair.Setups setups = pair.setups(Scenario.WRONG_CA, version);
    Meeting meeting = pair.meet(way, setups, End::receive, End::receive);
    Causes.demand(meeting.client(), CertificateException.class);
    assertNotNull(meeting.server());
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("rareWays")
  void bulk(TlsChannels way, Pair pair, String version) throws Exception {
    Frames.Bulk bulk = new Frames.Bulk(way == TlsChannels.ASYNCHRONOUS ? 5 : 1);
    pair.meet(way, pair.setups(Scenario.GOOD, version), bulk.ask(), bulk.answer()).assertWell();
  }

  /** The certificates are judged in a task, in each role. */
  @ParameterizedTest
  @EnumSource(names = {"CLIENT", "SERVER"})
  void tasksAreTheCallersWhereItWantsThem(Pair pair) throws Exception {
    AtomicInteger tasks = new AtomicInteger();
    Part ask =
        end -> {
          Frames.ask().play(end);
          tasks.set(end instanceof TlsChannelEnd tested ? tested.tasks() : tasks.get());
        };
    Part answer =
        end -> {
          Frames.answer().play(end);
          tasks.set(end instanceof TlsChannelEnd tested ? tested.tasks() : tasks.get());
        };
    Pair.Setups setups = pair.setups(Scenario.CLIENT_CERTIFICATE, "TLSv1.3");
    pair.meet(TlsChannels.NON_BLOCKING, setups, ask, answer).assertWell();
    assertTrue(tasks.get() > 0);
  }

  /** Whoever has refused its peer stays closed. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void closedAfterAFailure(String version) throws Exception {
    Setup client = Setup.client(Face.tested(), Scenario.WRONG_CA, version);
    Setup server = Setup.server(Face.SUNJSSE, Scenario.WRONG_CA, version);
    Part refusing =
        end -> {
          TlsChannel tls = ((TlsChannelEnd) end).tls();
          assertThrows(SSLHandshakeException.class, tls::handshake);
          ByteBuffer bytes = ByteBuffer.allocate(10);
          assertThrows(ClosedChannelException.class, () -> tls.read(bytes));
          assertThrows(ClosedChannelException.class, () -> tls.write(bytes));
          assertFalse(tls.isOpen());
        };
    try (Place place = new Place()) {
      Meeting meeting =
          place.meet(
              new Party(TlsChannels.BLOCKING, client, refusing),
              new Party(SocketEnd.LIBRARY, server, End::receive));
      assertNull(meeting.client(), () -> Causes.text(meeting.client()));
      assertNotNull(meeting.server());
    }
  }

  /** Whoever makes an engine of a configuration need not ask for the name to be checked. */
  @ParameterizedTest
  @ValueSource(strings = {"elsewhere.test", "localhost", ""})
  void configurationChecksTheName(String host) throws Exception {
    TlsConfig config =
        TlsConfig.builder().trust(Trust.of(List.of(Pki.root().certificate()))).build();
    SSLContext context = new HeddleProvider().context(config);
    Library byConfiguration =
        new Library() {
          @Override
          public End connect(InetSocketAddress address, Setup setup) throws IOException {
            SSLEngine engine =
                host.isEmpty()
                    ? context.createSSLEngine()
                    : context.createSSLEngine(host, address.getPort());
            engine.setUseClientMode(true);
            SocketChannel socket = Library.open(address, setup);
            TlsChannel tls = ClientTlsChannel.newBuilder(socket, engine).build();
            return new TlsChannelEnd(tls, socket, null);
          }

          @Override
          public End accept(SocketChannel accepted, Setup setup) {
            throw new AssertionError("for clients");
          }
        };
    Setup client = Setup.client(Face.tested(), Scenario.GOOD, "TLSv1.3");
    Setup server = Setup.server(Face.SUNJSSE, Scenario.GOOD, "TLSv1.3");
    try (Place place = new Place()) {
      Meeting meeting =
          place.meet(
              new Party(byConfiguration, client, Frames.ask()),
              new Party(SocketEnd.LIBRARY, server, Frames.answer()));
      if (host.equals("localhost")) {
        meeting.assertWell();
      } else {
        Causes.assertSays(meeting.client(), host.isEmpty() ? "no host name" : "elsewhere\\.test");
      }
    }
  }

  /** In TLS 1.3 the one direction goes on when the other has ended (RFC 8446 section 6.1). */
  @ParameterizedTest
  @EnumSource(names = {"CLIENT", "SERVER"})
  void halfClosedByThePeer(Pair pair) throws Exception {
    Part polite =
        end -> {
          assertArrayEquals(FRAME, end.receive());
          end.expectGoodbye();
          end.send(FRAME);
        };
    Part peer =
        end -> {
          end.send(FRAME);
          ((SocketEnd) end).sayGoodbye();
          assertArrayEquals(FRAME, end.receive());
          end.expectGoodbye();
        };
    boolean client = pair == Pair.CLIENT;
    for (TlsChannels way : List.of(TlsChannels.BLOCKING, TlsChannels.NON_BLOCKING)) {
      pair.meet(
              way,
              pair.setups(Scenario.GOOD, "TLSv1.3"),
              client ? polite : peer,
              client ? peer : polite)
          .assertWell();
    }
  }

  /** The first call says goodbye, the second waits for the peer's. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("againstSockets")
  void goodbyeInBothDirections(Pair pair, String version) throws Exception {
    Part polite =
        end -> {
          end.send(FRAME);
          TlsChannel tls = ((TlsChannelEnd) end).tls();
          assertFalse(tls.shutdown());
          assertTrue(tls.shutdownSent());
          assertTrue(tls.shutdown());
          assertTrue(tls.shutdownReceived());
        };
    Part peer =
        end -> {
          assertArrayEquals(FRAME, end.receive());
          end.expectGoodbye();
        };
    boolean client = pair == Pair.CLIENT;
    pair.meet(
            TlsChannels.BLOCKING,
            pair.setups(Scenario.GOOD, version),
            client ? polite : peer,
            client ? peer : polite)
        .assertWell();
  }

  static Stream<Arguments> againstSockets() {
    return ChannelMatrix.againstSockets();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("againstSockets")
  void closedWhileAnotherThreadReads(Pair pair, String version) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Part reading =
        end -> {
          end.send(FRAME);
          Blocked blocked = Blocked.virtually(end::receive).untilReading();
          end.close();
          closed.countDown();
          assertInstanceOf(ClosedChannelException.class, blocked.ended().thrown());
        };
    Part peer =
        end -> {
          assertArrayEquals(FRAME, end.receive());
          assertTrue(closed.await(30, TimeUnit.SECONDS));
          assertThrows(IOException.class, end::receive);
        };
    boolean client = pair == Pair.CLIENT;
    pair.meet(
            TlsChannels.BLOCKING,
            pair.setups(Scenario.GOOD, version),
            client ? reading : peer,
            client ? peer : reading)
        .assertWell();
  }
}
