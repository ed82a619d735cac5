package dev.heddle.drivers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends a {@link Yarn} as fast as its peer takes it, and follows the one that the peer sends; both
 * begin when the handshake is done.
 */
final class NettyBulk extends ChannelInboundHandlerAdapter {

  private final Yarn out;
  private final Yarn in;
  private final long length;
  private final boolean asks;
  private final CompletableFuture<Void> allReceived = new CompletableFuture<>();
  private long sent;
  private long received;
  private boolean pumping;

  /**
   * One that sends and takes equally much.
   *
   * @param length in bytes, each way
   * @param asks whether it asks for each read ({@code autoRead} off), and for the next one only
   *     when the event loop has done something else
   */
  NettyBulk(Yarn out, Yarn in, long length, boolean asks) {
    this.out = out;
    this.in = in;
    this.length = length;
    this.asks = asks;
  }

  /** Waits until all has come, as it should be. */
  void await() throws Exception {
    allReceived.get(200, TimeUnit.SECONDS);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(!asks);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (asks) {
      context.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completed) {
      if (completed.isSuccess()) {
        pump(context);
      } else {
        allReceived.completeExceptionally(completed.cause());
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    pump(context);
  }

  /** Writes of many lengths, of one byte and of several records. */
  private void pump(ChannelHandlerContext context) {
    if (pumping) {
      return;
    }
    pumping = true;
    while (sent < length && context.channel().isWritable()) {
      int size = (int) Math.min(length - sent, 1 + (sent * 7) % 70_001);
      ByteBuf data = context.alloc().buffer(size);
      out.take(sent, size, data::writeBytes);
      sent += size;
      context.writeAndFlush(data);
    }
    pumping = false;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    try {
      byte[] bytes = new byte[data.readableBytes()];
      data.readBytes(bytes);
      in.check(received, bytes, bytes.length);
      received += bytes.length;
    } catch (AssertionError e) {
      allReceived.completeExceptionally(e);
    } finally {
      data.release();
    }
    if (received == length) {
      allReceived.complete(null);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (asks) {
      context.executor().execute(context::read);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    allReceived.completeExceptionally(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    allReceived.completeExceptionally(new ClosedChannelException());
  }
}
