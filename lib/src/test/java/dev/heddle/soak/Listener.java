package dev.heddle.soak;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.SocketBio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Where one client connects to one server, over loopback. */
final class Listener implements AutoCloseable {

  private final Plan plan;
  private final ServerSocket sockets; // null: channels
  private final ServerSocketChannel channels;

  private Listener(Plan plan, ServerSocket sockets, ServerSocketChannel channels) {
    this.plan = plan;
    this.sockets = sockets;
    this.channels = channels;
  }

  /** One for the server of this plan. */
  static Listener open(Plan plan) throws IOException {
    if (plan.server().transport() == Plan.Transport.SOCKET) {
      return new Listener(plan, new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), null);
    }
    ServerSocketChannel channels = ServerSocketChannel.open();
    channels.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    return new Listener(plan, null, channels);
  }

  int port() throws IOException {
    return sockets != null
        ? sockets.getLocalPort()
        : ((InetSocketAddress) channels.getLocalAddress()).getPort();
  }

  /** The server's transport, once a client has come. */
  Bio accept() throws IOException {
    if (sockets == null) {
      return ChannelBio.of(acceptChannel());
    }
    Socket socket = sockets.accept();
    shrink(plan, socket);
    return SocketBio.of(socket);
  }

  SocketChannel acceptChannel() throws IOException {
    SocketChannel channel = channels.accept();
    shrink(plan, channel.socket());
    return channel;
  }

  /** Makes a socket hold little, if the plan says so. */
  static void shrink(Plan plan, Socket socket) throws IOException {
    if (plan.has(Hardship.SMALL_BUFFERS)) {
      socket.setSendBufferSize(32 * 1024);
      socket.setReceiveBufferSize(32 * 1024);
    }
  }

  @Override
  public void close() throws IOException {
    if (sockets != null) {
      sockets.close();
    } else {
      channels.close();
    }
  }
}
