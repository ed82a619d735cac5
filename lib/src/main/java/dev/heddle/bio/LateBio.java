package dev.heddle.bio;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * A transport whose connection comes later: what {@link ConnectBio} and {@link AcceptBio} do alike.
 * A read or write first sees to the connection, then goes to its channel.
 */
abstract class LateBio extends RetryingBio {

  private final Retry missing;
  private volatile int receiveTimeout;

  /**
   * The common part.
   *
   * @param missing why a call that finds no connection is to be made again
   */
  LateBio(Retry missing) {
    this.missing = missing;
  }

  /** The connection, made or waited for if there is none; null: not yet. */
  abstract ChannelBio connected() throws IOException;

  /** The connection that stands; null while there is none. */
  abstract ChannelBio standing();

  /** As {@link Bio#read}, seeing to the connection first. */
  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    retry.read(0);
    ChannelBio connected = connected();
    if (connected == null) {
      return retry.read(-1, missing);
    }
    int n = connected.read(buf, off, len);
    return retry.read(n, connected.readRetry());
  }

  /** As {@link Bio#write}, seeing to the connection first. */
  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    retry.write(0);
    ChannelBio connected = connected();
    if (connected == null) {
      return retry.write(-1, missing);
    }
    int n = connected.write(buf, off, len);
    return retry.write(n, connected.writeRetry());
  }

  /** As {@link ChannelBio#receiveTimeout(int)}; kept for the connection while there is none. */
  @Override
  public boolean receiveTimeout(int millis) throws IOException {
    if (millis < 0) {
      throw new IllegalArgumentException("negative receive timeout: " + millis);
    }
    receiveTimeout = millis;
    ChannelBio connected = standing();
    return connected == null || connected.receiveTimeout(millis);
  }

  @Override
  public int receiveTimeout() throws IOException {
    ChannelBio connected = standing();
    return connected == null ? receiveTimeout : connected.receiveTimeout();
  }

  /** A connection's channel as a transport, with the timeout that was set before it stood. */
  ChannelBio over(SocketChannel channel) throws IOException {
    ChannelBio connected = ChannelBio.of(channel);
    if (receiveTimeout > 0) {
      connected.receiveTimeout(receiveTimeout);
    }
    return connected;
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    ChannelBio connected = standing();
    return connected != null && connected.shutdownOutput();
  }

  /** Does nothing: a channel holds nothing back. */
  @Override
  public boolean flush() throws IOException {
    ChannelBio connected = standing();
    return connected == null || connected.flush();
  }

  /** Always 0. */
  @Override
  public long pending() {
    return 0;
  }

  /** Always 0. */
  @Override
  public long wpending() {
    return 0;
  }

  @Override
  public boolean eof() {
    ChannelBio connected = standing();
    return connected != null && connected.eof();
  }

  /** For {@link Nagle}; false when there is no real TCP socket. */
  boolean tcpNoDelay(boolean on) throws IOException {
    ChannelBio connected = standing();
    return connected != null && connected.tcpNoDelay(on);
  }

  /** For {@link Nagle}; empty when there is no real TCP socket. */
  Optional<Boolean> tcpNoDelay() throws IOException {
    ChannelBio connected = standing();
    return connected == null ? Optional.empty() : connected.tcpNoDelay();
  }
}
