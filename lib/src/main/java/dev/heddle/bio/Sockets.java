package dev.heddle.bio;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * What the socket transports share: options of sockets of all kinds, and which address they have.
 */
final class Sockets {
  private Sockets() {}

  /** The other end's address, or null when the socket cannot tell. */
  static SocketAddress peer(Socket socket) {
    boolean tells =
        reaches(socket, "getRemoteSocketAddress")
            || (reaches(socket, "getInetAddress") && reaches(socket, "getPort"));
    return tells ? socket.getRemoteSocketAddress() : null;
  }

  /**
   * Whether an option call on this socket reaches a connected one. A socket subclass that is only
   * two streams inherits calls that would quietly make a second, unconnected socket and leave it
   * open, so a subclass that reports its own connection must bring its own option calls as well.
   */
  static boolean reaches(Socket socket, String method, Class<?>... parameters) {
    if (!socket.isConnected() || socket.isClosed()) {
      return false;
    }
    return socket.getClass() == Socket.class
        || inherited(socket, "isConnected")
        || !inherited(socket, method, parameters);
  }

  private static boolean inherited(Socket socket, String method, Class<?>... parameters) {
    try {
      return socket.getClass().getMethod(method, parameters).getDeclaringClass() == Socket.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** Sees to it that a close does not wait: a positive SO_LINGER is turned off, 0 is kept. */
  static void dontLinger(Socket socket) {
    try {
      if (reaches(socket, "getSoLinger")
          && reaches(socket, "setSoLinger", boolean.class, int.class)
          && socket.getSoLinger() > 0) {
        socket.setSoLinger(false, 0);
      }
    } catch (IOException | RuntimeException e) {
      // The socket is closed already or has no such option; either way there is nothing to wait
      // for.
    }
  }

  /** Whether the next close is a reset. */
  static boolean resetsOnClose(Socket socket) {
    try {
      return reaches(socket, "getSoLinger") && socket.getSoLinger() == 0;
    } catch (IOException | RuntimeException e) {
      return false; // closed already, or without the option
    }
  }

  /** Makes the next close a reset. */
  static void resetOnClose(Socket socket) {
    try {
      if (reaches(socket, "setSoLinger", boolean.class, int.class)) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException | RuntimeException e) {
      // As above.
    }
  }
}
