package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.jsse.Meeting.Met;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session tells, and keeps for its owner: ours as the JDK's. */
class TlsSessionTest {

  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);
  private static final Identity CLIENT = TestCerts.client(KeyType.EC_P256);

  static Stream<Arguments> faces() {
    return Stream.of(Face.values())
        .flatMap(face -> Stream.of("TLSv1.2", "TLSv1.3").map(v -> Arguments.of(face, v)));
  }

  static SSLContext client(Face face, Identity own) {
    return face.context(TestCerts.root(), own);
  }

  static SSLContext server(Face face) {
    return face.context(TestCerts.root(), SERVER);
  }

  private static void only(SSLSocket socket, String protocol) {
    socket.setEnabledProtocols(new String[] {protocol});
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(List.of(new SNIHostName("localhost")));
    socket.setSSLParameters(parameters);
  }

  private static Met met(Face face, String protocol) throws Exception {
    try (Meeting meeting = new Meeting(server(face))) {
      return meeting.meet(client(face, null), socket -> only(socket, protocol));
    }
  }

  @ParameterizedTest
  @MethodSource("faces")
  void tellsWhatWasAgreedOn(Face face, String protocol) throws Exception {
    long before = System.currentTimeMillis();
    Met met = met(face, protocol);
    for (SSLSession session : List.of(met.client(), met.server())) {
      assertEquals(protocol, session.getProtocol());
      assertEquals(met.client().getCipherSuite(), session.getCipherSuite());
      assertTrue(session.getCipherSuite().startsWith("TLS_"));
      assertTrue(session.isValid());
      assertEquals(32, session.getId().length);
      assertNotSame(session.getId(), session.getId());
      assertTrue(session.getCreationTime() >= before);
      assertTrue(session.getLastAccessedTime() >= session.getCreationTime());
      assertTrue(session.getApplicationBufferSize() >= 1 << 14);
      assertTrue(session.getPacketBufferSize() > session.getApplicationBufferSize());
      assertEquals(0, session.getValueNames().length);
      assertEquals(List.of(), ((ExtendedSSLSession) session).getStatusResponses());
      assertEquals(
          List.of(new SNIHostName("localhost")),
          ((ExtendedSSLSession) session).getRequestedServerNames());
    }
    assertEquals("localhost", met.client().getPeerHost());
    assertEquals("127.0.0.1", met.server().getPeerHost());
    assertTrue(met.client().getPeerPort() > 0);
    assertTrue(met.server().getPeerPort() > 0);
  }

  @ParameterizedTest
  @MethodSource("faces")
  void knowsBothEndsByTheirCertificates(Face face, String protocol) throws Exception {
    try (Meeting meeting = new Meeting(server(face))) {
      meeting.listener().setNeedClientAuth(true);
      Met met = meeting.meet(client(face, CLIENT), socket -> only(socket, protocol));
      assertKnows(met.client(), CLIENT, SERVER);
      assertKnows(met.server(), SERVER, CLIENT);
      List<String> told = peerSchemes(met.client());
      assertTrue(told.contains("SHA256withECDSA"), told::toString);
    }
  }

  private static void assertKnows(SSLSession session, Identity own, Identity peer)
      throws Exception {
    assertEquals(own.chain(), List.of(session.getLocalCertificates()));
    assertEquals(peer.chain(), List.of(session.getPeerCertificates()));
    assertEquals(own.certificate().getSubjectX500Principal(), session.getLocalPrincipal());
    assertEquals(peer.certificate().getSubjectX500Principal(), session.getPeerPrincipal());
    Certificate[] copy = session.getPeerCertificates();
    copy[0] = null;
    assertEquals(peer.certificate(), session.getPeerCertificates()[0]);
    copy = session.getLocalCertificates();
    copy[0] = null;
    assertEquals(own.certificate(), session.getLocalCertificates()[0]);
  }

  @ParameterizedTest
  @MethodSource("faces")
  void knowsWhoHasShownNothing(Face face, String protocol) throws Exception {
    Met met = met(face, protocol);
    assertNull(met.client().getLocalCertificates());
    assertNull(met.client().getLocalPrincipal());
    for (SSLSession unverified : List.of(met.server(), none(face))) {
      assertThrows(SSLPeerUnverifiedException.class, unverified::getPeerCertificates);
      assertThrows(SSLPeerUnverifiedException.class, unverified::getPeerPrincipal);
    }
  }

  @ParameterizedTest
  @MethodSource("faces")
  void namesSignaturesAsTheJdkDoes(Face face, String protocol) throws Exception {
    Met met = met(face, protocol);
    for (SSLSession session : List.of(met.client(), met.server())) {
      List<String> own =
          List.of(((ExtendedSSLSession) session).getLocalSupportedSignatureAlgorithms());
      assertTrue(own.containsAll(List.of("SHA256withECDSA", "RSASSA-PSS")), own::toString);
    }
    assertTrue(peerSchemes(met.server()).contains("Ed25519"));
    assertEquals(List.of(), peerSchemes(met.client()), "it was not asked for a certificate");
  }

  private static List<String> peerSchemes(SSLSession session) {
    return Arrays.asList(((ExtendedSSLSession) session).getPeerSupportedSignatureAlgorithms());
  }

  private static SSLSession none(Face face) throws Exception {
    try (SSLSocket socket = (SSLSocket) client(face, null).getSocketFactory().createSocket()) {
      return socket.getSession();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSocketThatIsNotConnectedHasNone(Face face) throws Exception {
    SSLSession session = none(face);
    assertEquals("NONE", session.getProtocol());
    assertEquals("SSL_NULL_WITH_NULL_NULL", session.getCipherSuite());
    assertEquals(0, session.getId().length);
    assertFalse(session.isValid());
    assertNull(session.getSessionContext());
    assertNull(session.getLocalCertificates());
    assertNull(session.getPeerHost());
    assertEquals(-1, session.getPeerPort());
    session.putValue("a", 1);
    assertEquals(1, session.getValue("a"));
  }

  /** Notes what it is told. */
  private record Bound(String name, List<String> log) implements SSLSessionBindingListener {
    @Override
    public void valueBound(SSLSessionBindingEvent event) {
      log.add(name + " bound as " + event.getName() + at(event));
    }

    @Override
    public void valueUnbound(SSLSessionBindingEvent event) {
      log.add(name + " unbound as " + event.getName() + at(event));
    }

    private static String at(SSLSessionBindingEvent event) {
      return ", value " + (event.getSession().getValue(event.getName()) != null);
    }
  }

  @ParameterizedTest
  @MethodSource("faces")
  void valuesAreTold(Face face, String protocol) throws Exception {
    SSLSession session = met(face, protocol).client();
    List<String> log = new ArrayList<>();
    session.putValue("k", new Bound("one", log));
    session.putValue("k", new Bound("two", log));
    session.putValue("k", "three");
    session.putValue("l", new Bound("four", log));
    assertEquals("three", session.getValue("k"));
    String[] names = session.getValueNames();
    Arrays.sort(names);
    assertArrayEquals(new String[] {"k", "l"}, names);
    session.removeValue("l");
    session.removeValue("l");
    assertNull(session.getValue("l"));
    assertEquals(
        List.of(
            "one bound as k, value true",
            "one unbound as k, value true",
            "two bound as k, value true",
            "two unbound as k, value true",
            "four bound as l, value true",
            "four unbound as l, value false"),
        log);
    assertThrows(IllegalArgumentException.class, () -> session.putValue(null, 1));
    assertThrows(IllegalArgumentException.class, () -> session.putValue("m", null));
    assertThrows(IllegalArgumentException.class, () -> session.getValue(null));
    assertThrows(IllegalArgumentException.class, () -> session.removeValue(null));
  }
}
