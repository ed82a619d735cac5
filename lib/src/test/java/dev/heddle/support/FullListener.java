package dev.heddle.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener whose queue is full: a further connect gets no answer. */
public final class FullListener implements AutoCloseable {

  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final List<SocketChannel> queue = new ArrayList<>();

  public FullListener() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    for (int i = 0; i < 4; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(listener.getLocalAddress());
      queue.add(channel);
    }
  }

  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) listener.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : queue) {
      channel.close();
    }
    listener.close();
  }
}
