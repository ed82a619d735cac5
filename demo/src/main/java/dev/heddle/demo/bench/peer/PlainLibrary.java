package dev.heddle.demo.bench.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * No TLS at all: the bytes of a resumed handshake in the same flights, all zeros. What this costs,
 * connecting and waiting, no library can do without. Both ends must be of this kind.
 */
final class PlainLibrary implements Library {

  @Override
  public String version() {
    return "no TLS";
  }

  @Override
  public Connection connect(Socket socket, String host) throws IOException {
    Open open = new Open(socket);
    open.out.write(new byte[CLIENT_HELLO]);
    open.readAll(SERVER_FLIGHT);
    open.out.write(new byte[CLIENT_FINISHED]);
    open.readAll(TICKET);
    return open;
  }

  @Override
  public Connection accept(Socket socket) throws IOException {
    Open open = new Open(socket);
    open.readAll(CLIENT_HELLO);
    open.out.write(new byte[SERVER_FLIGHT]);
    open.readAll(CLIENT_FINISHED);
    open.out.write(new byte[TICKET]);
    return open;
  }

  private static final class Open implements Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Open(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    private void readAll(int count) throws IOException {
      if (in.readNBytes(count).length < count) {
        throw new EOFException();
      }
    }

    /** Nothing is resumed, but nothing is left out either. */
    @Override
    public boolean isResumed() {
      return true;
    }

    @Override
    public int read(byte[] target) throws IOException {
      byte[] record = new byte[RECORD_OVERHEAD + target.length];
      int n = in.read(record);
      return n == RECORD_OVERHEAD + 2 ? -1 : n - RECORD_OVERHEAD;
    }

    @Override
    public void write(byte[] data) throws IOException {
      out.write(new byte[RECORD_OVERHEAD + data.length]);
    }

    /** As long as a close_notify. */
    @Override
    public void close() throws IOException {
      out.write(new byte[RECORD_OVERHEAD + 2]);
      socket.close();
    }
  }

  // In bytes, as a trace of this library's client and server shows them.
  private static final int CLIENT_HELLO = 423;
  private static final int SERVER_FLIGHT = 265;
  private static final int CLIENT_FINISHED = 64;
  private static final int TICKET = 223;
  private static final int RECORD_OVERHEAD = 22;
}
