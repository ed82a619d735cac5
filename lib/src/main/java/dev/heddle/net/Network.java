package dev.heddle.net;

import dev.heddle.bio.Bio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where names are looked up and transports come from. The system's, unless a test has one of its
 * own, or somebody a way of their own to the peer.
 */
public interface Network {

  /**
   * Looks up a name. May block without limit: a {@link Dialer} calls this on a thread that it can
   * leave to itself.
   *
   * @param host a name, no address literal
   * @return its addresses, at least one
   * @throws UnknownHostException if there is none
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /**
   * Opens a transport. Blocks until it stands or has failed, and gives up, leaving nothing open,
   * when its thread is interrupted.
   *
   * @param remote a resolved {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
   * @param local the address to connect from, with port 0 for any; null for any
   * @return a blocking transport whose reads can be limited ({@link Bio#receiveTimeout(int)})
   */
  Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException;

  /** The system's name service and sockets. */
  static Network system() {
    return SystemNetwork.INSTANCE;
  }
}
