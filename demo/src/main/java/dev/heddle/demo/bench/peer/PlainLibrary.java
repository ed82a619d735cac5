package dev.heddle.demo.bench.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * No TLS at all: as many bytes as a handshake has in the same flights, all zeros, and then records
 * as long, with the data in them. What this costs, connecting and waiting, no library can do
 * without. Both ends must be of this kind.
 */
final class PlainLibrary implements Library {

  private final boolean resumes;
  private final int clientHello;
  private final int serverFlight;

  PlainLibrary(Settings settings) {
    resumes = settings.resumes();
    clientHello = resumes ? RESUMING_HELLO : FULL_HELLO;
    serverFlight = resumes ? RESUMING_FLIGHT : FULL_FLIGHT;
  }

  @Override
  public String version() {
    return "no TLS";
  }

  @Override
  public Connection connect(Socket socket, String host) throws IOException {
    Open open = new Open(socket);
    open.out.write(new byte[clientHello]);
    open.readAll(serverFlight);
    open.out.write(new byte[CLIENT_FINISHED]);
    if (resumes) {
      open.readAll(TICKET);
    }
    return open;
  }

  @Override
  public Connection accept(Socket socket) throws IOException {
    Open open = new Open(socket);
    open.readAll(clientHello);
    open.out.write(new byte[serverFlight]);
    open.readAll(CLIENT_FINISHED);
    if (resumes) {
      open.out.write(new byte[TICKET]);
    }
    return open;
  }

  private final class Open implements Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] record = {};

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
      return resumes;
    }

    /** Fills the target with a record of its length; what is shorter is taken for the end. */
    @Override
    public int read(byte[] target) throws IOException {
      int length = RECORD_OVERHEAD + target.length;
      if (in.readNBytes(room(length), 0, length) < length) {
        return -1;
      }
      System.arraycopy(record, 0, target, 0, target.length);
      return target.length;
    }

    @Override
    public void write(byte[] data) throws IOException {
      int length = RECORD_OVERHEAD + data.length;
      System.arraycopy(data, 0, room(length), 0, data.length);
      out.write(record, 0, length);
    }

    private byte[] room(int length) {
      if (record.length < length) {
        record = new byte[length];
      }
      return record;
    }

    /** As long as a close_notify, which is shorter than what a server reads next. */
    @Override
    public void close() throws IOException {
      try (socket) {
        out.write(room(CLOSE_NOTIFY), 0, CLOSE_NOTIFY);
      }
    }
  }

  // In bytes, as a trace of this library's client and server shows them.
  private static final int FULL_HELLO = 209;
  private static final int FULL_FLIGHT = 1146;
  private static final int RESUMING_HELLO = 423;
  private static final int RESUMING_FLIGHT = 265;
  private static final int CLIENT_FINISHED = 64;
  private static final int TICKET = 223;
  private static final int RECORD_OVERHEAD = 22;
  private static final int CLOSE_NOTIFY = RECORD_OVERHEAD + 2;
}
