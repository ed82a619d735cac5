package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.Ends;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections of Netty's {@code SslHandler} end, in good order and otherwise. */
class NettyCloseTest extends NettyTests {

  /** Connections that are done with their handshake. */
  private record Pair(NettyEnd ours, NettyPeer peer) {}

  private Pair meet(boolean client, String version) throws Exception {
    if (!client) {
      Listener listener = listen(servers(Face.tested()), version);
      NettyPeer peer = NettyPeer.connect(listener.port());
      return new Pair(listener.accept().shakeHands(), peer);
    }
    try (ServerSocket listener = NettyPeer.listener()) {
      FutureTask<NettyPeer> serving = NettyPeer.serving(listener);
      NettyEnd ours =
          connect(listener.getLocalPort(), client(clients(Face.tested()), version)).shakeHands();
      return new Pair(ours, Ends.await(serving));
    }
  }

  static Stream<Arguments> roles() {
    return Stream.of(true, false)
        .flatMap(client -> Stream.of(V12, V13).map(version -> Arguments.of(client, version)));
  }

  static Stream<Arguments> rolesAndPlaces() {
    return roles()
        .flatMap(
            role ->
                Stream.of(true, false)
                    .map(inRecord -> Arguments.of(role.get()[0], role.get()[1], inRecord)));
  }

  @ParameterizedTest
  @MethodSource("rolesAndPlaces")
  void endWithoutCloseNotifyIsNoGoodEnd(boolean client, String version, boolean inRecord)
      throws Exception {
    Pair pair = meet(client, version);
    try (NettyPeer peer = pair.peer) {
      peer.tls().getOutputStream().write(new byte[100]);
      if (inRecord) {
        peer.raw().getOutputStream().write(new byte[] {23, 3, 3, 0, 100, 1, 2, 3});
      }
      peer.raw().shutdownOutput();
      pair.ours.read(100);
      assertInstanceOf(ClosedChannelException.class, pair.ours.closeCause());
      pair.ours.awaitInactive();
    }
  }

  @ParameterizedTest
  @MethodSource("rolesAndPlaces")
  void resetIsNoGoodEnd(boolean client, String version, boolean inRecord) throws Exception {
    Pair pair = meet(client, version);
    try (NettyPeer peer = pair.peer) {
      peer.tls().getOutputStream().write(new byte[100]);
      pair.ours.read(100);
      if (inRecord) {
        peer.raw().getOutputStream().write(new byte[] {23, 3, 3, 0, 100, 1, 2, 3});
      }
      peer.reset();
      assertInstanceOf(IOException.class, pair.ours.exception());
      assertInstanceOf(ClosedChannelException.class, pair.ours.closeCause());
      pair.ours.awaitInactive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void serverThatGoesAwayInTheHandshake(String version) throws Exception {
    try (ServerSocket listener = NettyPeer.listener()) {
      NettyEnd ours = connect(listener.getLocalPort(), client(clients(Face.tested()), version));
      try (Socket peer = listener.accept()) {
        assertEquals(22, peer.getInputStream().read());
        peer.shutdownOutput();
        assertInstanceOf(ClosedChannelException.class, ours.refused());
        ours.awaitInactive();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void clientThatGoesAwayInTheHandshake(String version) throws Exception {
    Listener listener = listen(servers(Face.tested()), version);
    try (Socket peer = new Socket("127.0.0.1", listener.port())) {
      peer.getOutputStream().write(new byte[] {22, 3, 1, 0, 100, 1, 0});
      peer.shutdownOutput();
      NettyEnd ours = listener.accept();
      assertInstanceOf(ClosedChannelException.class, ours.refused());
      ours.awaitInactive();
    }
  }

  /** Spoils one bit of the first record that comes once it is told to. */
  private static final class Spoiler extends ChannelInboundHandlerAdapter {
    private volatile boolean armed;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf data = (ByteBuf) message;
      if (armed) {
        armed = false;
        int last = data.writerIndex() - 1;
        data.setByte(last, data.getByte(last) ^ 1);
      }
      context.fireChannelRead(data);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void serverRefusesARecord(Face client, Face server, String version) throws Exception {
    Spoiler spoiler = new Spoiler();
    SSLContext servers = servers(server);
    Listener listener =
        listen(() -> new NettyEnd(spoiler, new SslHandler(server(servers, version))));
    NettyEnd connected = connect(listener.port(), client(clients(client), version)).shakeHands();
    NettyEnd accepted = listener.accept().shakeHands();
    refuses(spoiler, accepted, connected);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void clientRefusesARecord(Face client, Face server, String version) throws Exception {
    Spoiler spoiler = new Spoiler();
    Listener listener = listen(servers(server), version);
    NettyEnd connected =
        connect(
                listener.port(),
                new NettyEnd(spoiler, new SslHandler(client(clients(client), version))))
            .shakeHands();
    NettyEnd accepted = listener.accept().shakeHands();
    refuses(spoiler, connected, accepted);
  }

  private static void refuses(Spoiler spoiler, NettyEnd victim, NettyEnd other) throws Exception {
    victim.talk(other);
    spoiler.armed = true;
    other.write(new byte[1000]);
    Causes.demand(victim.exception(), SSLException.class);
    Throwable heard = other.exception();
    Causes.demand(heard, SSLException.class);
    Causes.assertSays(heard, "bad_record_mac");
    victim.awaitInactive();
    other.awaitInactive();
    assertNotNull(victim.closeCause());
    assertInstanceOf(ClosedChannelException.class, writeFailure(victim));
    assertInstanceOf(ClosedChannelException.class, writeFailure(other));
  }

  private static Throwable writeFailure(NettyEnd end) throws InterruptedException {
    return end.write((byte) 1).await().cause();
  }

  /** What was written before it is sent first, then close_notify; the other end answers. */
  @ParameterizedTest
  @MethodSource("pairs")
  void closeFlushesAndSaysSo(Face client, Face server, String version) throws Exception {
    Listener listener = listen(servers(server), version);
    NettyEnd connected = connect(listener.port(), client(clients(client), version)).shakeHands();
    NettyEnd accepted = listener.accept().shakeHands();
    closes(connected, accepted);
    connected = connect(listener.port(), client(clients(client), version)).shakeHands();
    accepted = listener.accept().shakeHands();
    connected.talk(accepted); // has the tickets read
    closes(accepted, connected);
  }

  private static void closes(NettyEnd closer, NettyEnd other) throws Exception {
    byte[] data = new byte[3_000_000];
    data[data.length - 1] = 1;
    closer.tls().setCloseNotifyReadTimeoutMillis(20_000);
    ChannelFuture written = closer.write(data);
    ChannelFuture closed = closer.channel().close();
    assertArrayEquals(data, other.read(data.length));
    assertNull(other.closeCause());
    other.channel().close(); // in TLS 1.2 it has answered by itself
    written.sync();
    closed.sync();
    assertNull(closer.closeCause());
    closer.awaitInactive();
    other.awaitInactive();
    closer.assertNoException();
    other.assertNoException();
  }

  @ParameterizedTest
  @MethodSource("roles")
  void closeIsSaidToABlockingPeer(boolean client, String version) throws Exception {
    Pair pair = meet(client, version);
    try (NettyPeer peer = pair.peer) {
      ChannelFuture written = pair.ours.write(new byte[100_000]);
      ChannelFuture closed = pair.ours.channel().close();
      assertEquals(100_000, peer.tls().getInputStream().readAllBytes().length);
      written.sync();
      closed.sync();
      pair.ours.awaitInactive();
      pair.ours.assertNoException();
    }
  }

  @ParameterizedTest
  @MethodSource("roles")
  void peersCloseNotifyIsAGoodEnd(boolean client, String version) throws Exception {
    Pair pair = meet(client, version);
    try (NettyPeer peer = pair.peer) {
      peer.tls().getOutputStream().write(new byte[100]);
      peer.tls().shutdownOutput();
      pair.ours.read(100);
      assertNull(pair.ours.closeCause());
      pair.ours.assertNoException();
    }
  }

  /** In TLS 1.3 each direction ends by itself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatComesIsReadAfterCloseOutbound(boolean client) throws Exception {
    Pair pair = meet(client, V13);
    try (NettyPeer peer = pair.peer) {
      pair.ours.send("last word");
      pair.ours.tls().closeOutbound().sync();
      byte[] heard = peer.tls().getInputStream().readAllBytes();
      assertEquals("last word", new String(heard, 0, heard.length));
      peer.tls().getOutputStream().write(new byte[200]);
      pair.ours.read(200);
      peer.tls().close();
      assertNull(pair.ours.closeCause());
      pair.ours.assertNoException();
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void handshakeThatTakesTooLong(Face face) throws Exception {
    Face tested = face == Face.HEDDLE ? Face.tested() : face;
    try (ServerSocket listener = NettyPeer.listener()) {
      SslHandler handler = new SslHandler(client(clients(tested), V13));
      handler.setHandshakeTimeoutMillis(300);
      NettyEnd ours = connect(listener.getLocalPort(), new NettyEnd(handler));
      assertInstanceOf(SslHandshakeTimeoutException.class, ours.refused());
      ours.awaitInactive();
    }
    SSLContext servers = servers(tested);
    Listener listener =
        listen(
            () -> {
              SslHandler handler = new SslHandler(server(servers, V13));
              handler.setHandshakeTimeoutMillis(300);
              return new NettyEnd(handler);
            });
    try (Socket silent = new Socket("127.0.0.1", listener.port())) {
      assertInstanceOf(SslHandshakeTimeoutException.class, listener.accept().refused());
      assertTrue(silent.isConnected());
    }
  }
}
