package dev.heddle.demo.bench.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** What {@link ClientSide} is for blocking sockets, on Netty's event loops. */
final class NettyClientSide implements Side, AutoCloseable {

  private final NettyTls tls;
  private final Settings settings;
  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());

  /** One for each of the connections made at the same time, with sessions of its own. */
  private final List<SslContext> contexts = new ArrayList<>();

  private final AtomicLong connections = new AtomicLong();

  NettyClientSide(Settings settings) throws SSLException, UnableException {
    this.settings = settings;
    this.tls = new NettyTls(settings);
    for (int i = 0; i < settings.atOnce(); i++) {
      contexts.add(tls.client());
    }
  }

  @Override
  public int port() {
    return 0;
  }

  @Override
  public String version() {
    return tls.version();
  }

  @Override
  public String run(String... command) throws Exception {
    int port = ClientSide.port(command);
    long count = ClientSide.count(command);
    return switch (command[0]) {
      case "connect" -> connect(port, (int) count);
      case "receive" -> only(port, new Receiving(count));
      case "send" -> only(port, new Sending(count));
      case "ping" -> only(port, new Pinging((int) count));
      default -> throw Side.unknown(command);
    };
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private String connect(int port, int count) throws Exception {
    var left = new AtomicInteger(count);
    var resumed = new AtomicInteger();
    List<CompletableFuture<Void>> chains =
        contexts.stream()
            .map(
                context ->
                    next(port, context, left, () -> new Shaking(resumed)).toCompletableFuture())
            .toList();
    for (CompletableFuture<Void> chain : chains) {
      chain.get();
    }
    settings.checkResumed(resumed.get(), count);
    return "";
  }

  /** Makes one connection after the other, until none is left to make. */
  private CompletableFuture<Void> next(
      int port, SslContext context, AtomicInteger left, Supplier<Asking> talks) {
    if (left.getAndDecrement() <= 0) {
      return CompletableFuture.completedFuture(null);
    }
    return open(port, context, talks.get()).thenCompose(ended -> next(port, context, left, talks));
  }

  private String only(int port, Asking talk) throws Exception {
    open(port, contexts.getFirst(), talk).get();
    return talk.more();
  }

  /** Makes a connection; the future is of its end. */
  private CompletableFuture<Void> open(int port, SslContext context, Asking talk) {
    String host = settings.host(connections.getAndIncrement());
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                NettyTls.add(channel, context.newHandler(channel.alloc(), host, port), talk);
              }
            })
        .connect(InetAddress.getLoopbackAddress(), port)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                talk.fail(connected.cause());
              }
            });
    return talk.ended;
  }

  /** A client's end. */
  private abstract class Asking extends NettyTalk {

    final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Override
    final void begin(ChannelHandlerContext channel, SslHandler handler) throws SSLException {
      settings.checkAgreed(handler.engine().getSession());
      ask(channel, handler);
    }

    /** The handshake is through, and what it was to be. */
    abstract void ask(ChannelHandlerContext channel, SslHandler handler);

    /** What the answer to the driver has besides the cost. */
    String more() {
      return "";
    }

    final void request(ChannelHandlerContext channel, long what) {
      channel.writeAndFlush(channel.alloc().buffer(Long.BYTES).writeLong(what));
    }

    final void close(ChannelHandlerContext channel) {
      done();
      channel.close(); // close_notify first
    }

    @Override
    final void end() {
      ended.complete(null);
    }

    @Override
    final void fail(Throwable cause) {
      ended.completeExceptionally(cause);
    }
  }

  private final class Shaking extends Asking {

    private final AtomicInteger resumed;

    Shaking(AtomicInteger resumed) {
      this.resumed = resumed;
    }

    @Override
    void ask(ChannelHandlerContext channel, SslHandler handler) {
      if (NettyTls.isResumed(handler)) {
        resumed.incrementAndGet();
      }
      if (!settings.resumes()) {
        close(channel);
      }
    }

    @Override
    void read(ChannelHandlerContext channel, ByteBuf data) {
      close(channel); // the octet that the ticket came before
    }
  }

  private final class Receiving extends Asking {

    private final long count;
    private long left;

    Receiving(long count) {
      this.count = count;
      this.left = count;
    }

    @Override
    void ask(ChannelHandlerContext channel, SslHandler handler) {
      request(channel, count);
    }

    @Override
    void read(ChannelHandlerContext channel, ByteBuf data) {
      left -= data.readableBytes();
      if (left <= 0) {
        close(channel);
      }
    }
  }

  private final class Sending extends Asking {

    private final long count;

    Sending(long count) {
      this.count = count;
    }

    @Override
    void ask(ChannelHandlerContext channel, SslHandler handler) {
      request(channel, -count);
      stream(channel, count);
    }

    @Override
    void read(ChannelHandlerContext channel, ByteBuf data) {
      close(channel);
    }
  }

  private final class Pinging extends Asking {

    private final long[] trips;
    private int done;
    private long begun;

    Pinging(int count) {
      trips = new long[count];
    }

    @Override
    void ask(ChannelHandlerContext channel, SslHandler handler) {
      request(channel, Long.MIN_VALUE + trips.length);
      ping(channel);
    }

    private void ping(ChannelHandlerContext channel) {
      begun = System.nanoTime();
      channel.writeAndFlush(channel.alloc().buffer(1).writeByte(0));
    }

    @Override
    void read(ChannelHandlerContext channel, ByteBuf data) {
      trips[done++] = System.nanoTime() - begun;
      if (done < trips.length) {
        ping(channel);
      } else {
        close(channel);
      }
    }

    @Override
    String more() {
      return ClientSide.percentiles(trips);
    }
  }
}
