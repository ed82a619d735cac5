package dev.heddle.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.BioPair;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Two ends for tests: contexts that trust each other, and the sockets between them. */
public final class Ends {

  /** A server's context with a certificate for localhost. */
  public static SslContext.Builder server(KeyType type, TlsVersion version) {
    return SslContext.server()
        .credentials(credentials(TestCerts.localhost(type)))
        .minProtoVersion(version)
        .maxProtoVersion(version);
  }

  /** A client's context that trusts such a server. */
  public static SslContext.Builder client(TlsVersion version) {
    return SslContext.client().trust(trust()).minProtoVersion(version).maxProtoVersion(version);
  }

  /** Trust in the root that all of them hang from. */
  public static Trust trust() {
    return Trust.of(List.of(TestCerts.root().certificate()));
  }

  /** A client's connection that expects localhost. */
  public static Ssl localhost(SslContext context) {
    Ssl ssl = context.newSsl();
    ssl.set1Host("localhost");
    ssl.setTlsextHostName("localhost");
    return ssl;
  }

  /** An identity as the library takes it. */
  public static Credentials credentials(Identity identity) {
    return Credentials.of(identity.key(), identity.chain());
  }

  /** Joins two connections in memory, and shakes hands. */
  public static void shakeHands(Ssl client, Ssl server, BioPair pair) {
    client.setBio(pair.first(), pair.first());
    server.setBio(pair.second(), pair.second());
    int connected = -1;
    int accepted = -1;
    for (int round = 0; round < 10_000 && (connected != 1 || accepted != 1); round++) {
      connected = client.connect();
      accepted = server.accept();
    }
    assertEquals(1, connected);
    assertEquals(1, accepted);
  }

  /** Two sockets connected to each other over loopback. */
  public record Sockets(Socket one, Socket other) implements AutoCloseable {

    /** Connects them. */
    public static Sockets open() throws IOException {
      try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Socket one = new Socket(listener.getInetAddress(), listener.getLocalPort());
        return new Sockets(one, listener.accept());
      }
    }

    @Override
    public void close() throws IOException {
      one.close();
      other.close();
    }
  }

  /** Runs work on a virtual thread; {@link #await} has its result. */
  public static <T> FutureTask<T> virtually(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().name("test-peer").start(task);
    return task;
  }

  /** The result of work started elsewhere, within half a minute. */
  public static <T> T await(FutureTask<T> task) throws Exception {
    try {
      return task.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Ends() {}
}
