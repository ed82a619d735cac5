package dev.heddle.cost;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls that become system calls. */
final class CountingSocket extends Socket {

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger options = new AtomicInteger();

  private CountingSocket() {}

  CountingSocket(ServerSocket listener) throws IOException {
    super(listener.getInetAddress(), listener.getLocalPort());
  }

  /** A listener on a loopback port whose sockets count. */
  static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 9, InetAddress.getLoopbackAddress()) {
      @Override
      public Socket accept() throws IOException {
        CountingSocket socket = new CountingSocket();
        implAccept(socket);
        return socket;
      }
    };
  }

  /** The calls so far. */
  String calls() {
    return "reads %d writes %d options %d".formatted(reads.get(), writes.get(), options.get());
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        reads.incrementAndGet();
        return in.read();
      }

      @Override
      public int read(byte[] buf, int off, int len) throws IOException {
        reads.incrementAndGet();
        return in.read(buf, off, len);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(int b) throws IOException {
        writes.incrementAndGet();
        out.write(b);
      }

      @Override
      public void write(byte[] buf, int off, int len) throws IOException {
        writes.incrementAndGet();
        out.write(buf, off, len);
      }
    };
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    options.incrementAndGet();
    super.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    options.incrementAndGet();
    return super.getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    options.incrementAndGet();
    super.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    options.incrementAndGet();
    return super.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    options.incrementAndGet();
    super.setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    options.incrementAndGet();
    return super.getSoLinger();
  }
}
