package dev.heddle.drivers.channels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import tlschannel.TlsChannel;
import tlschannel.async.AsynchronousTlsChannel;
import tlschannel.async.AsynchronousTlsChannelGroup;

/** An end by an {@code AsynchronousTlsChannel}, whose group does all the work. */
final class AsyncEnd extends StreamEnd {

  private final AsynchronousTlsChannelGroup group = new AsynchronousTlsChannelGroup(1);
  private final TlsChannel tls;
  private final AsynchronousTlsChannel channel;

  /** Takes a channel over a socket that does not block. */
  AsyncEnd(TlsChannel tls, SocketChannel socket) throws IOException {
    this.tls = tls;
    channel = new AsynchronousTlsChannel(group, tls, socket);
  }

  @Override
  int read(ByteBuffer bytes) throws Exception {
    try {
      return channel.read(bytes).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  void write(ByteBuffer bytes) throws Exception {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes).get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  boolean heardGoodbye() {
    return tls.shutdownReceived();
  }

  @Override
  public void updateKeys() throws IOException {
    tls.getSslEngine().beginHandshake();
  }

  @Override
  public SSLSession session() {
    return tls.getSslEngine().getSession();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      group.shutdownNow();
      try {
        group.awaitTermination(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
