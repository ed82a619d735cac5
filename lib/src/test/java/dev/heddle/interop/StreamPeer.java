package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

/** A peer in this JVM, over a socket. */
abstract class StreamPeer implements Peer {

  private final ServerSocket listener;
  private final int connectTo;
  private volatile Socket socket;

  /** A client of that port, or for port 0 a server with a port of its own. */
  StreamPeer(int port) throws IOException {
    connectTo = port;
    listener = port == 0 ? new ServerSocket(0, 5, InetAddress.getLoopbackAddress()) : null;
  }

  @Override
  public final int port() {
    return listener.getLocalPort();
  }

  @Override
  public final Agreed shakeHands() throws Exception {
    if (listener != null) {
      listener.setSoTimeout(PATIENCE_MILLIS);
      socket = listener.accept();
    } else {
      socket = new Socket();
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), connectTo), PATIENCE_MILLIS);
    }
    socket.setSoTimeout(PATIENCE_MILLIS);
    return shakeHands(socket);
  }

  abstract Agreed shakeHands(Socket connected) throws Exception;

  /** Reads at least a byte; -1 after close_notify. */
  abstract int read(byte[] buf) throws Exception;

  abstract void write(byte[] data) throws Exception;

  @Override
  public final void send(String text) throws Exception {
    write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public final void expect(String text) throws Exception {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buf = new byte[5000];
    while (got.size() < text.length()) {
      int n = read(buf);
      if (n < 0) {
        fail("close_notify came after " + got.size() + " of " + text.length() + " bytes");
      }
      got.write(buf, 0, n);
    }
    assertEquals(text, got.toString(StandardCharsets.US_ASCII));
  }

  @Override
  public final void expectClose() throws Exception {
    byte[] buf = new byte[5000];
    int n = read(buf);
    if (n >= 0) {
      fail("not the end: " + new String(buf, 0, n, StandardCharsets.US_ASCII));
    }
  }

  /** Reads all there is until close_notify. */
  final String readToClose() throws Exception {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buf = new byte[5000];
    for (int n = read(buf); n >= 0; n = read(buf)) {
      got.write(buf, 0, n);
    }
    return got.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public final Refusal refusal() throws Exception {
    try {
      Agreed agreed = shakeHands();
      expectClose();
      return fail("not refused: " + agreed);
    } catch (Refusal refusal) {
      return refusal;
    }
  }

  @Override
  public final void drop() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void next() throws Exception {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
    if (socket != null) {
      socket.close();
    }
  }

  static String commonName(X509Certificate certificate) {
    return certificate == null
        ? null
        : certificate.getSubjectX500Principal().getName().replace("CN=", "");
  }
}
