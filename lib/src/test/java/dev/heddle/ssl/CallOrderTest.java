package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls in odd orders: connecting twice, too early, with no transport, after a failure. */
class CallOrderTest {

  private final BioPair pair = BioPair.of(0, 0);

  @Test
  void everyHandshakeCallAnswersOneOnceConnected() {
    Ssl client =
        SslContext.any().trust(Trust.of(List.of(TestCerts.root().certificate()))).build().newSsl();
    client.set1Host("localhost");
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
    shakeHands(client, server);
    assertEquals(1, client.connect());
    assertEquals(1, client.doHandshake());
    assertEquals(1, client.accept());
    assertEquals(SslError.NONE, client.getError(1));
  }

  @Test
  void aDedicatedMethodIsForOneEnd() {
    Ssl client = Ends.client(TlsVersion.TLS_1_3).build().newSsl();
    client.setBio(pair.first(), pair.first());
    assertRefused(client, client.accept(), "called a function you should not call");
    assertEquals(0, pair.second().pending());
  }

  @Test
  void aDedicatedMethodSetsNoState() {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    client.setBio(pair.first(), pair.first());
    assertRefused(client, client.doHandshake(), "connection type not set");
    assertRefused(client, client.read(new byte[1]), "uninitialized");
    client.setConnectState();
    assertEquals(-1, client.read(new byte[1]));
    assertEquals(SslError.WANT_READ, client.getError(-1));
  }

  @Test
  void whoIsTheServerBeforeAStateIsSet() {
    assertFalse(SslContext.client().build().newSsl().isServer());
    assertTrue(SslContext.server().build().newSsl().isServer());
    Ssl either = SslContext.any().build().newSsl();
    assertTrue(either.isServer());
    either.setConnectState();
    assertFalse(either.isServer());
  }

  @Test
  void aNewStateForgetsWhatWasSaidOfClosing() {
    Ssl ssl = SslContext.any().build().newSsl();
    ssl.setShutdown(Ssl.SENT_SHUTDOWN);
    ssl.setConnectState();
    assertEquals(0, ssl.getShutdown());
  }

  @Test
  void aKeyUpdateIsAskedForOnce() {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
    shakeHands(client, server);
    assertEquals(1, client.keyUpdate(KeyUpdate.NOT_REQUESTED));
    assertEquals(0, client.keyUpdate(KeyUpdate.REQUESTED));
    assertEquals("still in init", client.errors().getError().reason());
    assertEquals(1, client.doHandshake());
    assertEquals(1, client.keyUpdate(KeyUpdate.REQUESTED));
  }

  @Test
  void withoutAStateOrATransport() {
    Ssl ssl = SslContext.any().insecureVerifyNone().build().newSsl();
    byte[] buf = new byte[1];
    assertRefused(ssl, ssl.doHandshake(), "connection type not set");
    assertRefused(ssl, ssl.read(buf), "uninitialized");
    assertRefused(ssl, ssl.write(buf), "uninitialized");
    assertRefused(ssl, ssl.shutdown(), "uninitialized");
    assertEquals(SslError.SYSCALL, ssl.getError(ssl.connect()));
    assertEquals("BIO not set", ssl.errors().getError().reason());
    assertEquals(0, ssl.keyUpdate(KeyUpdate.REQUESTED));
    assertEquals("still in init", ssl.errors().getError().reason());
    assertEquals(0, ssl.getShutdown());
  }

  @Test
  void shutdownInTheHandshakeDoesNoHarm() {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
    client.setBio(pair.first(), pair.first());
    assertEquals(-1, client.connect());
    assertRefused(client, client.shutdown(), "shutdown while in init");
    shakeHands(client, server);
  }

  @Test
  void afterAFailureEveryCallFailsAlike() {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
    shakeHands(client, server);
    pair.second().shutdownWrite();
    byte[] buf = new byte[1];
    assertTrue(client.isInitFinished());
    assertRefused(client, client.read(buf), "unexpected eof while reading");
    assertFalse(client.isInitFinished());
    assertRefused(client, client.read(buf), "unexpected eof while reading");
    assertRefused(client, client.write(buf), "unexpected eof while reading");
    assertRefused(client, client.shutdown(), "unexpected eof while reading");
  }

  /** Whatever a call answered, there is something to throw, and it is about that call. */
  @Test
  void failureIsTheLastCallsAndNeverNull() {
    Ssl other = SslContext.any().insecureVerifyNone().build().newSsl();
    assertEquals(-1, other.connect()); // leaves its reason in the queue, as programs do
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
    client.setBio(pair.first(), pair.first());
    int result = client.connect();
    assertInstanceOf(SocketTimeoutException.class, client.failure(result));
    server.setBio(pair.second(), pair.second());
    for (int round = 0; round < 5; round++) {
      client.connect();
      server.accept();
    }
    assertEquals("nothing failed: SYSCALL", client.failure(client.write(new byte[0])).getMessage());
    server.shutdown();
    assertInstanceOf(EOFException.class, client.failure(client.read(new byte[1])));
    pair.second().shutdownWrite();
    client.shutdown();
    IOException refused = client.failure(client.write(new byte[1]));
    assertTrue(refused.getMessage().contains("protocol is shutdown"), refused::toString);
    while (client.errors().getError() != null) {
      continue;
    }
  }

  @Test
  void aTransportCannotChangeUnderAConnection() {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    client.setBio(pair.first(), pair.first());
    assertEquals(-1, client.connect());
    BioPair other = BioPair.of(0, 0);
    assertThrows(IllegalStateException.class, () -> client.setBio(other.first(), other.first()));
    assertThrows(IllegalStateException.class, client::setAcceptState);
    assertThrows(IllegalStateException.class, () -> client.set1Host("other.example"));
    assertThrows(IllegalStateException.class, () -> client.setTlsextHostName("other.example"));
    assertThrows(IllegalStateException.class, () -> client.setAlpnProtos("h2"));
  }

  private void shakeHands(Ssl client, Ssl server) {
    if (client.getRbio() == null) {
      client.setBio(pair.first(), pair.first());
    }
    server.setBio(pair.second(), pair.second());
    int connected = -1;
    int accepted = -1;
    for (int round = 0; round < 10 && (connected != 1 || accepted != 1); round++) {
      connected = client.connect();
      accepted = server.accept();
    }
    assertEquals(1, connected);
    assertEquals(1, accepted);
    assertNull(client.errors().getError());
  }

  private static void assertRefused(Ssl ssl, int result, String reason) {
    assertEquals(-1, result);
    assertEquals(SslError.SSL, ssl.getError(result));
    assertEquals(reason, ssl.errors().getError().reason());
    assertNull(ssl.errors().getError(), "one reason is enough");
  }
}
