package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;

/** The system's name service, and its sockets as channels: those can be interrupted. */
final class SystemNetwork implements Network {

  static final SystemNetwork INSTANCE = new SystemNetwork();

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host)); // IO block
  }

  @Override
  public Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException {
    boolean unix = remote instanceof UnixDomainSocketAddress;
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      if (local != null && !unix) {
        channel.bind(local);
      }
      channel.connect(remote); // IO block
      return ChannelBio.of(channel);
    } catch (UnsupportedAddressTypeException e) {
      channel.close();
      throw new SocketException("this JVM does without addresses of this family", e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private SystemNetwork() {}
}
