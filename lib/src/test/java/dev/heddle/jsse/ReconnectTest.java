package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionKey;
import dev.heddle.drivers.Face;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who connects again through one context resumes, as the server sees it: the JDK's, openssl's and
 * our own.
 */
class ReconnectTest {

  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);
  private static final int AGAIN = 4;

  private static SSLContext clients() {
    return Face.HEDDLE.context(TestCerts.root(), null);
  }

  private static void only(SSLSocket socket, String protocol) {
    socket.setEnabledProtocols(new String[] {protocol});
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void withTheServerOfTheJdk(String protocol) throws Exception {
    SSLContext clients = clients();
    try (Meeting meeting = new Meeting(Face.SUNJSSE.context(TestCerts.root(), SERVER))) {
      // It has the time of the full handshake in its tickets.
      long began =
          meeting.meet(clients, socket -> only(socket, protocol)).server().getCreationTime();
      while (System.currentTimeMillis() == began) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < AGAIN; i++) {
        SSLSession next = meeting.meet(clients, socket -> only(socket, protocol)).server();
        assertEquals(began, next.getCreationTime());
      }
      SSLSession other = meeting.meet(clients(), socket -> only(socket, protocol)).server();
      assertTrue(other.getCreationTime() > began, "another context has nothing to resume");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void withOurServer(String protocol) throws Exception {
    SSLContext servers = Face.HEDDLE.context(TestCerts.root(), SERVER);
    SSLContext clients = clients();
    try (Meeting meeting = new Meeting(servers)) {
      SSLSession first = meeting.meet(clients, socket -> only(socket, protocol)).server();
      for (int i = 0; i < AGAIN; i++) {
        assertEquals(first, meeting.meet(clients, socket -> only(socket, protocol)).server());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void withTheServerOfOpenSsl(String protocol) throws Exception {
    SSLContext clients = clients();
    try (OpenSsl server = OpenSsl.server(SERVER, "-www")) {
      assertTrue(page(clients, server.port(), protocol).contains("New, " + protocol));
      for (int i = 0; i < AGAIN; i++) {
        String page = page(clients, server.port(), protocol);
        assertTrue(page.contains("Reused, " + protocol), page);
      }
    }
  }

  /** What openssl says of the connection that asks. */
  private static String page(SSLContext clients, int port, String protocol) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) clients.getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(20_000);
      only(socket, protocol);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Remembers which sessions it gave away. */
  private static final class Watched implements SessionCache {
    private final SessionCache cache = SessionCache.inMemory();
    private final Set<Session> taken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger twice = new AtomicInteger();

    @Override
    public void put(SessionKey key, Session session) {
      cache.put(key, session);
    }

    @Override
    public Session take(SessionKey key) {
      Session session = cache.take(key);
      if (session != null && !taken.add(session)) {
        twice.incrementAndGet();
      }
      return session;
    }

    @Override
    public void remove(SessionKey key, Session session) {
      cache.remove(key, session);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void manyAtOnceShareOneSessionAndNoTicket(String protocol) throws Exception {
    Watched cache = new Watched();
    SSLContext clients =
        SSLContext.getInstance(
            "TLS", new HeddleProvider(Options.defaults().withSessionCache(cache)));
    clients.init(null, Face.trust(TestCerts.root()), null);
    try (Meeting meeting = new Meeting(Face.HEDDLE.context(TestCerts.root(), SERVER))) {
      SSLSession first = meeting.meet(clients, socket -> only(socket, protocol)).client();
      first.putValue("mine", 1);
      int resumed = 0;
      for (int round = 0; round < 3; round++) {
        List<FutureTask<SSLSession>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          all.add(
              Ends.virtually(
                  () -> meeting.meet(clients, socket -> only(socket, protocol)).client()));
        }
        for (FutureTask<SSLSession> each : all) {
          SSLSession session = Ends.await(each);
          boolean same = session.equals(first);
          assertEquals(same, session.getValue("mine") != null);
          resumed += same ? 1 : 0;
        }
      }
      // Of TLS 1.3 there are two tickets at first, and each brings one more.
      assertTrue(protocol.equals("TLSv1.2") ? resumed == 12 : resumed >= 2, resumed + " resumed");
      assertTrue(protocol.equals("TLSv1.2") || cache.twice.get() == 0);
      assertFalse(cache.taken.isEmpty());
    }
  }

  @Test
  void whatIsAskedForDifferentlyIsNotShared() throws Exception {
    SSLContext clients = clients();
    try (Meeting meeting = new Meeting(Face.HEDDLE.context(TestCerts.root(), SERVER))) {
      SSLSession unchecked = meeting.meet(clients).server();
      SSLSession checked =
          meeting
              .meet(
                  clients,
                  socket -> {
                    var parameters = socket.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    socket.setSSLParameters(parameters);
                  })
              .server();
      assertFalse(unchecked.equals(checked), "the name was not checked in the first");
      assertEquals(unchecked, meeting.meet(clients).server());
    }
  }
}
