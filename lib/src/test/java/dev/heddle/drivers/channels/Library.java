package dev.heddle.drivers.channels;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** What makes ends of connections. */
interface Library {

  /** Connects, as far as TCP goes; the address has the name that the server is to prove. */
  End connect(InetSocketAddress address, Setup setup) throws Exception;

  /** Takes a connection that a listener has accepted; it is closed with the end, or here. */
  End accept(SocketChannel accepted, Setup setup) throws Exception;

  /** The threads that its calls may block. */
  default Thread.Builder threads() {
    return Thread.ofPlatform().daemon();
  }

  /** A connection of the JDK's, in blocking mode. */
  static SocketChannel open(InetSocketAddress address, Setup setup) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      shape(channel, setup);
      channel.connect(address);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Gives a channel the buffers of the setup, and lets it send at once. */
  static void shape(SocketChannel channel, Setup setup) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (setup.tcpBuffer() > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, setup.tcpBuffer());
      channel.setOption(StandardSocketOptions.SO_RCVBUF, setup.tcpBuffer());
    }
  }
}
