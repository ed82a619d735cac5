package dev.heddle.demo.bench.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** What {@link ServerSide} is for blocking sockets, on Netty's event loops. */
final class NettyServerSide implements Side, AutoCloseable {

  private final NettyTls tls;
  private final Settings settings;
  private final SslContext context;
  private final Channel listener;
  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
  private final Semaphore served = new Semaphore(0);

  NettyServerSide(Settings settings) throws SSLException, InterruptedException, UnableException {
    this.tls = new NettyTls(settings);
    this.settings = settings;
    this.context = tls.server();
    this.listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, ServerSide.BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    NettyTls.add(channel, context.newHandler(channel.alloc()), new Answering());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public String version() {
    return tls.version();
  }

  @Override
  public String run(String... command) throws InterruptedException {
    if (!command[0].equals("served")) {
      throw Side.unknown(command);
    }
    ServerSide.await(served, Integer.parseInt(command[1]));
    return "";
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Answering extends NettyTalk {

    private final ByteBuf request = Unpooled.buffer(Long.BYTES, Long.BYTES);
    private long toRead;
    private boolean echoes;

    @Override
    void begin(ChannelHandlerContext channel, SslHandler handler) throws SSLException {
      settings.checkAgreed(handler.engine().getSession());
      if (settings.resumes()) {
        channel.writeAndFlush(octet(channel));
      }
      done(); // a client need not want anything
    }

    @Override
    void read(ChannelHandlerContext channel, ByteBuf data) {
      if (request.isWritable()) {
        data.readBytes(request, Math.min(request.writableBytes(), data.readableBytes()));
        if (request.isWritable()) {
          return;
        }
        obey(channel, request.getLong(0));
      }
      if (!data.isReadable()) {
        return;
      }
      toRead -= data.readableBytes();
      if (toRead < 0) {
        fail(new IllegalStateException("the client has sent more than it said"));
      } else if (echoes) {
        channel.writeAndFlush(data.retain());
      } else if (toRead == 0) {
        channel.writeAndFlush(octet(channel));
      }
    }

    private void obey(ChannelHandlerContext channel, long wanted) {
      if (wanted > 0) {
        stream(channel, wanted);
      } else {
        echoes = wanted <= Long.MIN_VALUE + Integer.MAX_VALUE;
        toRead = echoes ? wanted - Long.MIN_VALUE : -wanted;
      }
    }

    private static ByteBuf octet(ChannelHandlerContext channel) {
      return channel.alloc().buffer(1).writeByte(0);
    }

    @Override
    void end() {
      served.release();
    }

    @Override
    void fail(Throwable cause) {
      PeerMain.inBackground(
          () -> {
            throw new IllegalStateException("a connection has failed", cause);
          });
    }
  }
}
