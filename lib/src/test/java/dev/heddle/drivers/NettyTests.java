package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What tests of Netty's {@code SslHandler} share: event loops, a pool for delegated tasks,
 * listeners and connections that end with their test, and {@link NettyLeaks}' watch.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NettyTests {

  static final String V12 = "TLSv1.2";
  static final String V13 = "TLSv1.3";

  /** The threads of the pool are named so. */
  static final String POOL = "netty-tls-task";

  private static final int SECONDS = 20;

  private final Queue<Channel> open = new ConcurrentLinkedQueue<>();
  private EventLoopGroup loops;
  private ThreadPoolExecutor pool;

  @BeforeAll
  void startThreads() throws Exception {
    NettyLeaks.watch();
    loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    for (EventExecutor each : loops) {
      each.submit(() -> {}).sync();
    }
    pool =
        new ThreadPoolExecutor(
            2,
            2,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(POOL, 0).factory());
    pool.prestartAllCoreThreads();
  }

  @AfterEach
  void closeConnections() throws Exception {
    for (Channel each : open) {
      // Past the handlers, for an SslHandler that closes may wait for its peer.
      each.eventLoop().submit(() -> each.unsafe().close(each.unsafe().voidPromise())).sync();
      each.closeFuture().sync();
      open.remove(each);
    }
  }

  @AfterAll
  void stopThreads() throws Exception {
    loops.shutdownGracefully(0, SECONDS, TimeUnit.SECONDS).sync();
    pool.shutdownNow();
    pool.awaitTermination(SECONDS, TimeUnit.SECONDS);
    NettyLeaks.assertNone();
  }

  /** Every pair of faces of which one is under test at least, in both versions. */
  static Stream<Arguments> pairs() {
    Face tested = Face.tested();
    return Stream.of(V12, V13)
        .flatMap(
            version ->
                Stream.of(
                    Arguments.of(tested, Face.SUNJSSE, version),
                    Arguments.of(Face.SUNJSSE, tested, version),
                    Arguments.of(tested, tested, version)));
  }

  /** Runs delegated tasks beside the event loops. */
  final Executor pool() {
    return pool;
  }

  final EventLoopGroup loops() {
    return loops;
  }

  /** A client's engine for localhost, which checks that name. */
  static SSLEngine client(SSLContext context, String version) {
    SSLEngine engine = context.createSSLEngine("localhost", 1);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {version});
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** A server's engine. */
  static SSLEngine server(SSLContext context, String version) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {version});
    return engine;
  }

  /** A context of a server that everybody should trust. */
  static SSLContext servers(Face face) {
    return face.context(Pki.root(), Pki.server(Scenario.GOOD));
  }

  /** A context of a client that has nothing to show. */
  static SSLContext clients(Face face) {
    return face.context(Pki.root(), null);
  }

  /** A listener and the ends that it has accepted. */
  final class Listener {
    private final BlockingQueue<NettyEnd> accepted = new LinkedBlockingQueue<>();
    private final int port;

    private Listener(ByteBufAllocator allocator, Supplier<NettyEnd> ends) throws Exception {
      Channel channel =
          new ServerBootstrap()
              .group(loops)
              .channel(NioServerSocketChannel.class)
              .childOption(ChannelOption.ALLOCATOR, allocator)
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      open.add(channel);
                      NettyEnd end = ends.get();
                      end.install(channel);
                      accepted.add(end);
                    }
                  })
              .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
              .sync()
              .channel();
      open.add(channel);
      port = ((InetSocketAddress) channel.localAddress()).getPort();
    }

    int port() {
      return port;
    }

    /** The next connection's end. */
    NettyEnd accept() throws InterruptedException {
      NettyEnd end = accepted.poll(SECONDS, TimeUnit.SECONDS);
      assertNotNull(end, "nobody has connected");
      return end;
    }
  }

  /** Listens on a port of loopback; a new end for each who connects. */
  final Listener listen(Supplier<NettyEnd> ends) throws Exception {
    return listen(ByteBufAllocator.DEFAULT, ends);
  }

  /** As {@link #listen(Supplier)}, with buffers of that allocator. */
  final Listener listen(ByteBufAllocator allocator, Supplier<NettyEnd> ends) throws Exception {
    return new Listener(allocator, ends);
  }

  /** Listens with a new engine for each who connects. */
  final Listener listen(SSLContext context, String version) throws Exception {
    return listen(() -> new NettyEnd(new SslHandler(server(context, version))));
  }

  /** Connects to a port of loopback; the handshake has begun on return. */
  final NettyEnd connect(int port, NettyEnd end) throws Exception {
    return connect(ByteBufAllocator.DEFAULT, port, end);
  }

  /** As {@link #connect(int, NettyEnd)}, with buffers of that allocator. */
  final NettyEnd connect(ByteBufAllocator allocator, int port, NettyEnd end) throws Exception {
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, allocator)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                open.add(channel);
                end.install(channel);
              }
            })
        .connect("127.0.0.1", port)
        .sync();
    return end;
  }

  /** Connects with that engine. */
  final NettyEnd connect(int port, SSLEngine engine) throws Exception {
    return connect(port, new NettyEnd(new SslHandler(engine)));
  }
}
