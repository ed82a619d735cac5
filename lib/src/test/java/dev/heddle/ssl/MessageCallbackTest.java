package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.MessageCallback;
import dev.heddle.config.MessageTrace;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How the message callback is called, and what with. */
class MessageCallbackTest {

  private record Seen(boolean sent, int version, int contentType, byte[] bytes) {
    boolean is(boolean direction, int type) {
      return sent == direction && contentType == type;
    }
  }

  private final List<Seen> ofClient = new ArrayList<>();
  private final List<Seen> ofServer = new ArrayList<>();

  private static MessageCallback into(List<Seen> seen) {
    return (sent, version, type, bytes) -> seen.add(new Seen(sent, version, type, bytes));
  }

  /** Both see the same bytes, also of a message that takes several records. */
  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void bothEndsSeeTheSameMessages(TlsVersion version) {
    List<X500Principal> many =
        IntStream.range(0, 900).mapToObj(i -> new X500Principal("CN=authority " + i)).toList();
    Ssl client = client(version);
    Ssl server =
        server(version)
            .trust(Trust.of(List.of(TestCerts.root().certificate())))
            .verifyPeer()
            .clientCaList(many)
            .build()
            .newSsl();
    Ends.shakeHands(client, server, BioPair.of(100_000, 100_000));
    assertEquals(-1, client.read(new byte[1])); // but tickets
    assertSame(ofClient, ofServer, MessageCallback.HANDSHAKE);
    assertSame(ofClient, ofServer, MessageCallback.HEADER);
    assertSame(ofClient, ofServer, MessageCallback.INNER_CONTENT_TYPE);
    assertSame(ofClient, ofServer, MessageCallback.CHANGE_CIPHER_SPEC);
    assertTrue(
        ofServer.stream().anyMatch(seen -> seen.bytes[0] == 13 && seen.bytes.length > 20_000));
    for (Seen seen : ofClient) {
      if (seen.contentType == MessageCallback.HANDSHAKE) {
        assertEquals(version.code(), seen.version);
      }
    }
  }

  private static void assertSame(List<Seen> one, List<Seen> other, int type) {
    for (boolean direction : new boolean[] {true, false}) {
      List<Seen> sent = one.stream().filter(seen -> seen.is(direction, type)).toList();
      List<Seen> received = other.stream().filter(seen -> seen.is(!direction, type)).toList();
      assertEquals(sent.size(), received.size());
      for (int i = 0; i < sent.size(); i++) {
        assertArrayEquals(sent.get(i).bytes, received.get(i).bytes);
      }
    }
  }

  @Test
  void dataIsNotShownButKeyUpdatesAndAlertsAre() {
    Ssl client = client(TlsVersion.TLS_1_3);
    Ssl server = server(TlsVersion.TLS_1_3).build().newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    ofClient.clear();
    ofServer.clear();
    byte[] buffer = new byte[10];
    assertEquals(5, client.write(new byte[5]));
    assertEquals(5, server.read(buffer));
    assertEquals(List.of(), ofClient);
    assertEquals(List.of(), ofServer);

    assertEquals(1, client.keyUpdate(KeyUpdate.NOT_REQUESTED));
    assertEquals(5, client.write(new byte[5]));
    assertEquals(5, server.read(buffer));
    assertEquals(0, client.shutdown());
    assertEquals(0, server.read(buffer));
    String shown =
        """
        Handshake [length 0005], KeyUpdate
        Alert [length 0002], warning close_notify
        """;
    assertEquals(shown.replaceAll("(?m)^(?=.)", ">>> TLS 1.3, "), text(ofClient));
    assertEquals(shown.replaceAll("(?m)^(?=.)", "<<< TLS 1.3, "), text(ofServer));
  }

  private static String text(List<Seen> all) {
    StringBuilder text = new StringBuilder();
    MessageTrace trace = MessageTrace.to(text);
    all.forEach(seen -> trace.message(seen.sent, seen.version, seen.contentType, seen.bytes));
    return text.toString();
  }

  /** What the callback is called under must not be what a writer waits for. */
  @Test
  void writerGoesOnWhileTheReaderTells() throws Exception {
    AtomicReference<Ssl> ours = new AtomicReference<>();
    AtomicReference<Integer> written = new AtomicReference<>();
    MessageCallback writes =
        (sent, version, type, bytes) -> {
          if (!sent && type == MessageCallback.HANDSHAKE && bytes[0] == 24) {
            FutureTask<Integer> writer = Ends.virtually(() -> ours.get().write(new byte[7]));
            try {
              written.set(Ends.await(writer));
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
        };
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).msgCallback(writes).build());
    Ssl server = server(TlsVersion.TLS_1_3).build().newSsl();
    ours.set(client);
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    byte[] buffer = new byte[10];
    server.keyUpdate(KeyUpdate.NOT_REQUESTED);
    assertEquals(5, server.write(new byte[5]));
    assertEquals(5, client.read(buffer));
    assertEquals(7, written.get());
    assertEquals(7, server.read(buffer));
  }

  @ParameterizedTest
  @CsvSource({"TLS_1_2, 1", "TLS_1_2, 2", "TLS_1_3, 1", "TLS_1_3, 2"})
  void callbackThatThrowsFailsTheConnection(TlsVersion version, int handshakeType) {
    MessageCallback full =
        (sent, v, type, bytes) -> {
          if (type == MessageCallback.HANDSHAKE && bytes[0] == handshakeType) {
            throw new UncheckedIOException(new IOException("the disk is full"));
          }
        };
    Ssl client = Ends.localhost(Ends.client(version).msgCallback(full).build());
    Ssl server = server(version).build().newSsl();
    BioPair pair = BioPair.of(0, 0);
    client.setBio(pair.first(), pair.first());
    server.setBio(pair.second(), pair.second());
    int result = -1;
    for (int round = 0; round < 3 && client.getError(result) != SslError.SSL; round++) {
      server.accept();
      result = client.connect();
    }
    assertEquals(-1, result);
    assertEquals(SslError.SSL, client.getError(result));
    String message = client.failure(result).toString();
    assertTrue(message.contains("the message callback threw"), message);
    assertTrue(client.failure(result).getCause().getMessage().contains("the disk is full"));
  }

  @Test
  void errorOfTheCallbackFailsTheConnectionAndIsThrownOn() {
    AtomicReference<Error> thrown = new AtomicReference<>();
    MessageCallback failing =
        (sent, v, type, bytes) -> {
          if (thrown.get() != null) {
            throw thrown.get();
          }
        };
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).msgCallback(failing).build());
    Ssl server = server(TlsVersion.TLS_1_3).build().newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    thrown.set(new AssertionError("not expected"));
    server.keyUpdate(KeyUpdate.NOT_REQUESTED);
    server.write(new byte[5]);
    byte[] buffer = new byte[10];
    Assertions.assertSame(
        thrown.get(), Assertions.assertThrows(Error.class, () -> client.read(buffer)));
    assertEquals(-1, client.read(buffer));
    String message = client.failure(-1).toString();
    assertTrue(message.contains("the message callback threw"), message);
  }

  @Test
  void traceNamesWhatItKnowsAndNumbersWhatItDoesNot() {
    StringBuilder text = new StringBuilder();
    MessageTrace trace = MessageTrace.to(text);
    trace.message(true, 0x0304, MessageCallback.ALERT, new byte[] {2, 40});
    trace.message(false, 0x0303, MessageCallback.ALERT, new byte[] {1, (byte) 200});
    trace.message(false, 0x0303, MessageCallback.HANDSHAKE, new byte[] {99, 0, 0, 0});
    trace.message(false, 0x0303, MessageCallback.CHANGE_CIPHER_SPEC, new byte[] {1});
    trace.message(false, 0x0301, MessageCallback.HEADER, new byte[5]);
    trace.message(false, 0x0304, MessageCallback.INNER_CONTENT_TYPE, new byte[1]);
    trace.message(false, 0x4711, 99, new byte[0]);
    trace.withHex().message(false, 0x0304, MessageCallback.HANDSHAKE, finished());
    assertEquals(
        """
        >>> TLS 1.3, Alert [length 0002], fatal handshake_failure
        <<< TLS 1.2, Alert [length 0002], warning alert(200)
        <<< TLS 1.2, Handshake [length 0004], handshake type 99
        <<< TLS 1.2, ChangeCipherSpec [length 0001]
        <<< version 4711, content type 99 [length 0000]
        <<< TLS 1.3, Handshake [length 0014], Finished
            14 00 00 10 ff ff ff ff ff ff ff ff ff ff ff ff
            ff ff ff ff
        """,
        text.toString());
  }

  private static byte[] finished() {
    byte[] message = new byte[20];
    java.util.Arrays.fill(message, (byte) 0xff);
    message[0] = 20;
    message[1] = 0;
    message[2] = 0;
    message[3] = 16;
    return message;
  }

  @Test
  void traceThatCannotBePrintedSaysSo() {
    Appendable broken =
        new Appendable() {
          @Override
          public Appendable append(CharSequence text) throws IOException {
            throw new IOException("closed");
          }

          @Override
          public Appendable append(CharSequence text, int start, int end) throws IOException {
            throw new IOException("closed");
          }

          @Override
          public Appendable append(char c) throws IOException {
            throw new IOException("closed");
          }
        };
    Assertions.assertThrows(
        UncheckedIOException.class,
        () -> MessageTrace.to(broken).message(true, 0x0304, MessageCallback.ALERT, new byte[2]));
  }

  private Ssl client(TlsVersion version) {
    return Ends.localhost(Ends.client(version).msgCallback(into(ofClient)).build());
  }

  private SslContext.Builder server(TlsVersion version) {
    return Ends.server(KeyType.EC_P256, version).msgCallback(into(ofServer));
  }
}
