package dev.heddle.demo.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.EOFException;

/**
 * One end of one connection: {@link Talk} where nothing may block. It fails for good if the
 * connection ends before it is {@link #done}.
 */
abstract class NettyTalk extends SimpleChannelInboundHandler<ByteBuf> {

  private static final ByteBuf DATA =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer(Talk.RECORD).writeZero(Talk.RECORD).asReadOnly());

  private long toWrite;
  private boolean isDone;

  /** The handshake is through. */
  abstract void begin(ChannelHandlerContext channel, SslHandler tls) throws Exception;

  /** Something has come. */
  abstract void read(ChannelHandlerContext channel, ByteBuf data) throws Exception;

  /** All that {@link #stream} was told to write has been. */
  void written(ChannelHandlerContext channel) {}

  /** The connection has ended, as it should. */
  abstract void end();

  /** The connection has failed. */
  abstract void fail(Throwable cause);

  /** All is said: from now on the connection may end. */
  final void done() {
    isDone = true;
  }

  /** Writes so many bytes of data, as fast as the other end takes them. */
  final void stream(ChannelHandlerContext channel, long count) {
    toWrite = count;
    continueStream(channel);
  }

  private void continueStream(ChannelHandlerContext channel) {
    while (toWrite > 0 && channel.channel().isWritable()) {
      toWrite -= Talk.RECORD;
      boolean last = toWrite <= 0;
      channel
          .writeAndFlush(DATA.retainedDuplicate())
          .addListener(
              (ChannelFutureListener)
                  future -> {
                    if (!future.isSuccess()) {
                      fail(future.cause());
                    } else if (last) {
                      written(channel);
                    }
                  });
    }
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext channel) {
    continueStream(channel);
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext channel, Object event)
      throws Exception {
    if (event instanceof SslHandshakeCompletionEvent completed) {
      if (completed.isSuccess()) {
        begin(channel, channel.pipeline().get(SslHandler.class));
      } else {
        fail(completed.cause());
      }
    }
  }

  @Override
  protected final void channelRead0(ChannelHandlerContext channel, ByteBuf data) throws Exception {
    read(channel, data);
  }

  @Override
  public final void channelInactive(ChannelHandlerContext channel) {
    if (isDone) {
      end();
    } else {
      fail(new EOFException("the other end has closed the connection"));
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
    fail(cause);
  }
}
