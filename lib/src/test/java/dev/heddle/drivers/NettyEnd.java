package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;

/**
 * One end of a connection in Netty: a pipeline with an {@code SslHandler}, and above it this
 * handler, which keeps what it is told for the test to wait for.
 */
final class NettyEnd extends ChannelInboundHandlerAdapter {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final List<ChannelHandler> below;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<Object> events = new ArrayList<>();
  private final List<Throwable> thrown = new ArrayList<>();
  private volatile Channel channel;
  private volatile SslHandler tls;
  private boolean inactive;

  /**
   * An end.
   *
   * @param below the handlers of the pipeline, from the socket's side on
   */
  NettyEnd(ChannelHandler... below) {
    this.below = List.of(below);
  }

  /** Makes the pipeline of a new channel. */
  void install(Channel added) {
    channel = added;
    for (ChannelHandler each : below) {
      added.pipeline().addLast(each);
      if (each instanceof SslHandler handler) {
        tls = handler;
      }
    }
    added.pipeline().addLast(this);
  }

  /** From now on what passes goes through that handler. */
  void secure(SslHandler handler) {
    tls = handler;
    channel.pipeline().addFirst(handler);
  }

  Channel channel() {
    return channel;
  }

  /** The {@code SslHandler}, also where another handler put it there. */
  SslHandler tls() {
    if (tls == null) {
      tls = channel.pipeline().get(SslHandler.class);
    }
    return tls;
  }

  /** The session after {@link #shakeHands}. */
  SSLSession session() {
    return tls().engine().getSession();
  }

  /** Waits for the handshake, which has to succeed. */
  NettyEnd shakeHands() throws Exception {
    SslHandshakeCompletionEvent event = event(SslHandshakeCompletionEvent.class);
    if (!event.isSuccess()) {
      throw new AssertionError("no handshake", event.cause());
    }
    assertTrue(tls().handshakeFuture().isSuccess());
    return this;
  }

  /** Waits for the handshake, which has to fail; with what it failed. */
  Throwable refused() throws Exception {
    Throwable cause = event(SslHandshakeCompletionEvent.class).cause();
    assertNotNull(cause, "the handshake has succeeded");
    assertTrue(tls().handshakeFuture().cause() == cause);
    return cause;
  }

  /** Waits for the end of the peer's data; null where it said so, otherwise why there is none. */
  Throwable closeCause() throws Exception {
    Throwable cause = event(SslCloseCompletionEvent.class).cause();
    assertTrue(tls().sslCloseFuture().await(PATIENCE, TimeUnit.NANOSECONDS));
    assertTrue(tls().sslCloseFuture().cause() == cause);
    return cause;
  }

  /** Waits for the first exception that comes up the pipeline. */
  Throwable exception() throws Exception {
    await("an exception", () -> thrown.isEmpty() ? null : thrown);
    return thrown.getFirst();
  }

  /** Demands that none has come up until now. */
  void assertNoException() {
    lock.lock();
    try {
      assertNull(thrown.isEmpty() ? null : Causes.text(thrown.getFirst()));
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the connection is closed. */
  void awaitInactive() throws Exception {
    await("the end of the connection", () -> inactive ? true : null);
  }

  /** Sends a text, and waits until it has left. */
  void send(String text) throws Exception {
    write(text.getBytes(StandardCharsets.UTF_8)).sync();
  }

  /** Writes and flushes. */
  ChannelFuture write(byte... data) {
    return channel.writeAndFlush(Unpooled.wrappedBuffer(data));
  }

  /** Waits for a text of the peer's. */
  void expect(String text) throws Exception {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    byte[] got = read(wanted.length);
    assertTrue(
        Arrays.equals(wanted, got), () -> "not " + text + ": " + new String(got, 0, got.length));
  }

  /** Waits for so many bytes. */
  byte[] read(int count) throws Exception {
    return await(
        count + " bytes",
        () -> {
          if (received.size() < count) {
            return null;
          }
          byte[] all = received.toByteArray();
          received.reset();
          received.write(all, count, all.length - count);
          return Arrays.copyOf(all, count);
        });
  }

  /** What has come and was not read. */
  byte[] readAll() {
    lock.lock();
    try {
      byte[] all = received.toByteArray();
      received.reset();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Sends a text to the other end, and one back. */
  void talk(NettyEnd other) throws Exception {
    send("to you");
    other.expect("to you");
    other.send("and back");
    expect("and back");
  }

  /** Waits for the next event of that kind. */
  <T> T event(Class<T> type) throws Exception {
    return await(
        type.getSimpleName(),
        () -> {
          T found =
              events.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
          events.remove(found);
          return found;
        });
  }

  private <T> T await(String what, Supplier<T> look) throws InterruptedException {
    long nanos = PATIENCE;
    lock.lock();
    try {
      while (true) {
        T found = look.get();
        if (found != null) {
          return found;
        }
        if (nanos <= 0) {
          throw new AssertionError(
              "waited for " + what + "; events " + events + ", inactive " + inactive + thrown());
        }
        nanos = news.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private String thrown() {
    StringBuilder text = new StringBuilder();
    thrown.forEach(each -> text.append("\nthrown: ").append(Causes.text(each)));
    return text.toString();
  }

  private void note(Runnable change) {
    lock.lock();
    try {
      change.run();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
    ByteBuf data = (ByteBuf) message;
    lock.lock();
    try {
      data.readBytes(received, data.readableBytes());
      news.signalAll();
    } finally {
      lock.unlock();
      data.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    tls();
    note(() -> events.add(event));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    note(() -> thrown.add(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    note(() -> inactive = true);
  }
}
