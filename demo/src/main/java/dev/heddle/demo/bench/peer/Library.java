package dev.heddle.bench;

import java.io.IOException;
import java.net.Socket;

/**
 * A TLS library under test: handshakes of TLS 1.3 with {@code TLS_AES_128_GCM_SHA256} and X25519,
 * over plain blocking sockets. A client checks the server's chain and host name.
 */
interface Library {

  /** One connection after its handshake. For one thread. */
  interface Connection extends AutoCloseable {

    /** Whether a session was resumed. */
    boolean isResumed();

    /** Reads what has come, 1 byte at least; -1 at the end. */
    int read(byte[] target) throws IOException;

    /** Writes all of it. */
    void write(byte[] data) throws IOException;

    /** Sends close_notify and closes the socket, without waiting for the other end. */
    @Override
    void close() throws IOException;
  }

  /**
   * It for one of the threads that connect at the same time, with sessions of its own where it
   * keeps only one for a peer.
   *
   * @param number from 0 on
   */
  Library forThread(int number);

  /** Shakes hands as a client, in this thread. */
  Connection connect(Socket socket) throws IOException;

  /** Shakes hands as a server, in this thread. */
  Connection accept(Socket socket) throws IOException;
}
