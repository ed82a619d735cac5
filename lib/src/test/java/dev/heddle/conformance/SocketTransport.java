package dev.heddle.conformance;

import dev.heddle.bio.AcceptBio;
import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.ConnectBio;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/** A TCP socket, connected before or by the BIO itself. */
final class SocketTransport extends Transport {

  private final Bio bio;

  SocketTransport(Bio bio) {
    this.bio = bio;
  }

  @Override
  Bio source() {
    return bio;
  }

  @Override
  Bio sink() {
    return bio;
  }

  @Override
  void close() {
    bio.close();
  }

  @Override
  void satisfy(SslError want) throws IOException {
    switch (want) {
      case WANT_READ -> await(SelectionKey.OP_READ);
      case WANT_WRITE -> await(SelectionKey.OP_WRITE);
      case WANT_CONNECT -> await(SelectionKey.OP_CONNECT);
      case WANT_ACCEPT -> await(SelectionKey.OP_ACCEPT);
      default -> {} // a callback: nothing to wait for
    }
  }

  private void await(int operation) throws IOException {
    SelectableChannel channel =
        operation == SelectionKey.OP_ACCEPT ? ((AcceptBio) bio).listener() : channel();
    if (channel != null) {
      Poll.await(channel, operation);
    }
  }

  private SelectableChannel channel() {
    return switch (bio) {
      case ChannelBio connected -> connected.channel();
      case ConnectBio connecting -> connecting.channel();
      case AcceptBio accepting -> accepting.channel();
      default -> null;
    };
  }

  @Override
  void nonBlocking(boolean on) {
    boolean done =
        switch (bio) {
          case ChannelBio connected -> connected.setNbio(on);
          case ConnectBio connecting -> connecting.setNbio(on);
          case AcceptBio accepting -> accepting.setNbio(on);
          default -> false;
        };
    if (!done) {
      throw new IllegalStateException("nbio was refused");
    }
  }

  @Override
  void receiveTimeout(int millis) throws IOException {
    if (!bio.receiveTimeout(millis)) {
      throw new IllegalStateException("timeout was refused");
    }
  }
}
