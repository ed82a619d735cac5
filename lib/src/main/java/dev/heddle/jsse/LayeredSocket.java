package dev.heddle.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;
import javax.net.ssl.SSLSocket;

/**
 * What an {@link SSLSocket} has from the socket underneath: its addresses and options. Nothing here
 * knows TLS.
 */
abstract class LayeredSocket extends SSLSocket {

  /** What carries the connection: the caller's, or one of our own. */
  final Socket below;

  /** Whether the socket underneath is the caller's, who has connected it. */
  final boolean layered;

  LayeredSocket(Socket below, boolean layered) {
    this.below = below;
    this.layered = layered;
  }

  @Override
  public final void bind(SocketAddress local) throws IOException {
    below.bind(local);
  }

  @Override
  public final InetAddress getInetAddress() {
    return below.getInetAddress();
  }

  @Override
  public final InetAddress getLocalAddress() {
    return below.getLocalAddress();
  }

  @Override
  public final int getPort() {
    return below.getPort();
  }

  @Override
  public final int getLocalPort() {
    return below.getLocalPort();
  }

  @Override
  public final SocketAddress getRemoteSocketAddress() {
    return below.getRemoteSocketAddress();
  }

  @Override
  public final SocketAddress getLocalSocketAddress() {
    return below.getLocalSocketAddress();
  }

  /** None: data that does not pass through TLS has no business here. */
  @Override
  public final SocketChannel getChannel() {
    return null;
  }

  @Override
  public final boolean isConnected() {
    return layered || below.isConnected();
  }

  @Override
  public final boolean isBound() {
    return below.isBound();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    below.setTcpNoDelay(on);
  }

  @Override
  public final boolean getTcpNoDelay() throws SocketException {
    return below.getTcpNoDelay();
  }

  @Override
  public final void setSoLinger(boolean on, int seconds) throws SocketException {
    below.setSoLinger(on, seconds);
  }

  @Override
  public final int getSoLinger() throws SocketException {
    return below.getSoLinger();
  }

  @Override
  public final void setSendBufferSize(int size) throws SocketException {
    below.setSendBufferSize(size);
  }

  @Override
  public final int getSendBufferSize() throws SocketException {
    return below.getSendBufferSize();
  }

  @Override
  public final void setReceiveBufferSize(int size) throws SocketException {
    below.setReceiveBufferSize(size);
  }

  @Override
  public final int getReceiveBufferSize() throws SocketException {
    return below.getReceiveBufferSize();
  }

  @Override
  public final void setKeepAlive(boolean on) throws SocketException {
    below.setKeepAlive(on);
  }

  @Override
  public final boolean getKeepAlive() throws SocketException {
    return below.getKeepAlive();
  }

  @Override
  public final void setTrafficClass(int tc) throws SocketException {
    below.setTrafficClass(tc);
  }

  @Override
  public final int getTrafficClass() throws SocketException {
    return below.getTrafficClass();
  }

  @Override
  public final void setReuseAddress(boolean on) throws SocketException {
    below.setReuseAddress(on);
  }

  @Override
  public final boolean getReuseAddress() throws SocketException {
    return below.getReuseAddress();
  }

  @Override
  public final void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
    below.setPerformancePreferences(connectionTime, latency, bandwidth);
  }

  @Override
  public final <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
    below.setOption(name, value);
    return this;
  }

  @Override
  public final <T> T getOption(SocketOption<T> name) throws IOException {
    return below.getOption(name);
  }

  @Override
  public final Set<SocketOption<?>> supportedOptions() {
    return below.supportedOptions();
  }

  /** Refused: TLS has no urgent data. */
  @Override
  public final void sendUrgentData(int data) throws SocketException {
    throw new SocketException("TLS has no urgent data");
  }

  /** Refused: TLS has no urgent data. */
  @Override
  public final void setOOBInline(boolean on) throws SocketException {
    throw new SocketException("TLS has no urgent data");
  }

  /** Refused: TLS has no urgent data. */
  @Override
  public final boolean getOOBInline() throws SocketException {
    throw new SocketException("TLS has no urgent data");
  }
}
