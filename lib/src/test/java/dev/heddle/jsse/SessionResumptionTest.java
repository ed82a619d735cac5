package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.jsse.Meeting.Met;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections of one context resume each other's sessions, and share what belongs to them. */
class SessionResumptionTest {

  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);

  static Stream<Arguments> pairs() {
    return Stream.of(Face.values())
        .flatMap(
            client ->
                Stream.of(Face.values())
                    .flatMap(
                        server ->
                            Stream.of("TLSv1.2", "TLSv1.3")
                                .map(v -> Arguments.of(client, server, v))));
  }

  private static SSLContext client(Face face) {
    return face.context(TestCerts.root(), null);
  }

  private static SSLContext server(Face face) {
    return face.context(TestCerts.root(), SERVER);
  }

  private static Consumer<SSLSocket> only(String protocol) {
    return socket -> socket.setEnabledProtocols(new String[] {protocol});
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void clientSharesWhatBelongsToTheSession(Face client, Face server, String protocol)
      throws Exception {
    SSLContext clients = client(client);
    try (Meeting meeting = new Meeting(server(server))) {
      SSLSession first = meeting.meet(clients, only(protocol)).client();
      first.putValue("mine", "value");
      for (int i = 0; i < 3; i++) {
        SSLSession next = meeting.meet(clients, only(protocol)).client();
        assertEquals("value", next.getValue("mine"));
        assertEquals(first.getCreationTime(), next.getCreationTime());
        assertTrue(next.getLastAccessedTime() >= first.getCreationTime());
        assertArrayEquals(first.getPeerCertificates(), next.getPeerCertificates());
        assertEquals(first.getProtocol(), next.getProtocol());
        assertTrue(next.isValid());
        if (protocol.equals("TLSv1.2") || client == Face.HEDDLE) {
          assertArrayEquals(first.getId(), next.getId());
          assertEquals(first, next);
          assertEquals(first.hashCode(), next.hashCode());
        }
        next.putValue("count", i);
        assertEquals(i, first.getValue("count"));
      }
    }
  }

  /** The JDK's server has it all in its tickets, but for the values. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverSharesWhatBelongsToTheSession(String protocol) throws Exception {
    for (Face face : Face.values()) {
      SSLContext clients = client(face);
      try (Meeting meeting = new Meeting(server(Face.HEDDLE))) {
        SSLSession first = meeting.meet(clients, only(protocol)).server();
        first.putValue("mine", "value");
        for (int i = 0; i < 2; i++) {
          SSLSession next = meeting.meet(clients, only(protocol)).server();
          assertEquals("value", next.getValue("mine"));
          assertEquals(first.getCreationTime(), next.getCreationTime());
          assertArrayEquals(first.getId(), next.getId());
          assertArrayEquals(SERVER.chain().toArray(), next.getLocalCertificates());
        }
        SSLSession other = meeting.meet(client(face), only(protocol)).server();
        assertNull(other.getValue("mine"));
        assertFalse(Arrays.equals(first.getId(), other.getId()));
        assertNotEquals(first, other);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void invalidatedSessionIsNotOffered(Face client, Face server, String protocol) throws Exception {
    SSLContext clients = client(client);
    try (Meeting meeting = new Meeting(server(server))) {
      SSLSession first = meeting.meet(clients, only(protocol)).client();
      first.putValue("mine", "value");
      SSLSession second = meeting.meet(clients, only(protocol)).client();
      assertEquals("value", second.getValue("mine"));
      second.invalidate();
      assertFalse(second.isValid());
      assertNull(second.getSessionContext());
      assertNull(clients.getClientSessionContext().getSession(second.getId()));
      if (client == Face.HEDDLE) { // the JDK has tickets of the first connection left in TLS 1.3
        assertFalse(first.isValid());
        SSLSession third = meeting.meet(clients, only(protocol)).client();
        assertNull(third.getValue("mine"));
        assertTrue(third.isValid());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverTakesNoTicketOfAnInvalidatedSession(String protocol) throws Exception {
    SSLContext servers = server(Face.HEDDLE);
    for (Face face : Face.values()) {
      SSLContext clients = client(face);
      try (Meeting meeting = new Meeting(servers)) {
        SSLSession first = meeting.meet(clients, only(protocol)).server();
        SSLSession second = meeting.meet(clients, only(protocol)).server();
        assertEquals(first, second);
        first.invalidate();
        assertFalse(second.isValid());
        SSLSession third = meeting.meet(clients, only(protocol)).server();
        assertNotEquals(first, third);
        assertFalse(Arrays.equals(first.getId(), third.getId()), "that would be in the ticket");
        assertTrue(third.isValid());
        assertTrue(ids(servers.getServerSessionContext()).size() == 1 || face == Face.SUNJSSE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void contextListsSessionsOfBothRoles(String protocol) throws Exception {
    SSLContext clients = client(Face.HEDDLE);
    SSLContext servers = server(Face.HEDDLE);
    try (Meeting meeting = new Meeting(servers)) {
      Met met = meeting.meet(clients, only(protocol));
      meeting.meet(clients, only(protocol));
      assertListed(clients.getClientSessionContext(), met.client());
      assertListed(servers.getServerSessionContext(), met.server());
      assertEquals(List.of(), ids(clients.getServerSessionContext()));
      assertEquals(List.of(), ids(servers.getClientSessionContext()));
    }
  }

  private static void assertListed(SSLSessionContext context, SSLSession session) {
    List<byte[]> ids = ids(context);
    assertEquals(1, ids.size());
    assertArrayEquals(session.getId(), ids.getFirst());
    assertEquals(session, context.getSession(session.getId()));
    assertEquals(context, session.getSessionContext());
  }

  private static List<byte[]> ids(SSLSessionContext context) {
    return Collections.list(context.getIds());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void resumesOrFailsWhereNoSessionMayBeMade(Face client, Face server, String protocol)
      throws Exception {
    SSLContext clients = client(client);
    try (Meeting meeting = new Meeting(server(server));
        Meeting other = new Meeting(server(server))) {
      Consumer<SSLSocket> old =
          only(protocol).andThen(socket -> socket.setEnableSessionCreation(false));
      try (SSLSocket socket =
          (SSLSocket) clients.getSocketFactory().createSocket("localhost", meeting.port())) {
        old.accept(socket);
        assertFalse(socket.getEnableSessionCreation());
        SSLHandshakeException none =
            assertThrows(SSLHandshakeException.class, socket::startHandshake);
        assertTrue(none.getMessage().contains("resume"), none.getMessage());
      }
      meeting.listener().accept().close(); // that client's
      meeting.meet(clients, only(protocol)).client().putValue("mine", 1);
      assertEquals(1, meeting.meet(clients, old).client().getValue("mine"));
      assertThrows(SSLHandshakeException.class, () -> other.meet(clients, old));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverResumesOrFails(String protocol) throws Exception {
    SSLContext clients = client(Face.SUNJSSE);
    try (Meeting meeting = new Meeting(server(Face.HEDDLE))) {
      meeting.listener().setEnableSessionCreation(false);
      SSLHandshakeException refused =
          assertThrows(SSLHandshakeException.class, () -> meeting.meet(clients, only(protocol)));
      assertTrue(refused.getMessage().contains("handshake_failure"), refused.getMessage());
      assertInstanceOf(SSLHandshakeException.class, refused.getSuppressed()[0]);
      meeting.listener().setEnableSessionCreation(true);
      SSLSession first = meeting.meet(clients, only(protocol)).server();
      meeting.listener().setEnableSessionCreation(false);
      assertEquals(first, meeting.meet(clients, only(protocol)).server());
    }
  }
}
