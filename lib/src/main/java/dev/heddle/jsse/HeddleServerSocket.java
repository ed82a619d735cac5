package dev.heddle.jsse;

import java.io.IOException;
import java.net.InetAddress;

/**
 * Accepts connections and hands out sockets that are going to shake hands, on the thread that first
 * uses them: {@code SSLServerSocket}.
 */
final class HeddleServerSocket {

  /** Not yet bound. */
  HeddleServerSocket(Context context) throws IOException {}

  /** Bound and listening; address null for any, backlog 0 for the system's. */
  HeddleServerSocket(Context context, int port, int backlog, InetAddress address)
      throws IOException {}
}
