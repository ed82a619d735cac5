package dev.heddle.demo.bench.peer;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/**
 * A TLS library that is measured, made for one role from the {@link Settings} of its process:
 * handshakes of TLS 1.3 with one suite and one group, over plain blocking sockets. A client checks
 * the server's chain and host name.
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

  /** Its name and version, for people. */
  String version();

  /**
   * It for one of the threads that connect at the same time, with sessions of its own where it
   * keeps only one for a peer.
   *
   * @param number from 0 on
   */
  default Library forThread(int number) {
    return this;
  }

  /**
   * Shakes hands as a client, in this thread.
   *
   * @param host the name that is asked for and checked
   */
  Connection connect(Socket socket, String host) throws IOException;

  /** Shakes hands as a server, in this thread. */
  Connection accept(Socket socket) throws IOException;

  /** Of a server that has a chain for each name, those chains; empty of any other. */
  default Optional<FreshChains> fresh() {
    return Optional.empty();
  }
}
