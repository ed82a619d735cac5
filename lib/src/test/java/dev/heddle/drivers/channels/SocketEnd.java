package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** An end by a blocking {@code SSLSocket}: the peer that is no engine, and may be rude. */
final class SocketEnd implements End {

  /** Makes such ends. */
  static final Library LIBRARY =
      new Library() {
        @Override
        public End connect(InetSocketAddress address, Setup setup) throws IOException {
          return of(Library.open(address, setup), address.getHostString(), setup);
        }

        @Override
        public End accept(SocketChannel accepted, Setup setup) throws IOException {
          Library.shape(accepted, setup);
          return of(accepted, null, setup);
        }
      };

  private final Socket raw;
  private final SSLSocket tls;
  private final DataInputStream in;
  private final OutputStream out;

  private SocketEnd(Socket raw, SSLSocket tls) throws IOException {
    this.raw = raw;
    this.tls = tls;
    in = new DataInputStream(tls.getInputStream());
    out = tls.getOutputStream();
  }

  private static End of(SocketChannel channel, String host, Setup setup) throws IOException {
    Socket raw = channel.socket();
    try {
      SSLSocket tls =
          (SSLSocket)
              setup.context().getSocketFactory().createSocket(raw, host, raw.getPort(), true);
      tls.setUseClientMode(setup.client());
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(new String[] {setup.version()});
      if (setup.client()) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      } else {
        parameters.setNeedClientAuth(setup.wantsCertificate());
      }
      tls.setSSLParameters(parameters);
      return new SocketEnd(raw, tls);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** The length is a record of its own, as in a connection of Kafka's. */
  @Override
  public void send(byte[] frame) throws IOException {
    out.write(ByteBuffer.allocate(4).putInt(frame.length).array());
    out.write(frame);
  }

  @Override
  public byte[] receive() throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return frame;
  }

  @Override
  public void expectGoodbye() throws IOException {
    assertEquals(-1, in.read());
  }

  /** What the JDK does where the first handshake is over. */
  @Override
  public void updateKeys() throws IOException {
    tls.startHandshake();
  }

  /** Says goodbye, and stays to listen. */
  void sayGoodbye() throws IOException {
    tls.shutdownOutput();
  }

  /** Sends bytes that are no whole frame. */
  void sendRaw(byte... bytes) throws IOException {
    out.write(bytes);
  }

  /** Ends the connection without a goodbye. */
  void cut() throws IOException {
    raw.close();
  }

  /** Ends the connection as a process that crashes does. */
  void reset() throws IOException {
    raw.setSoLinger(true, 0);
    raw.close();
  }

  @Override
  public SSLSession session() {
    return tls.getSession();
  }

  @Override
  public void close() throws IOException {
    try (raw) {
      if (!raw.isClosed()) {
        tls.close();
      }
    }
  }
}
