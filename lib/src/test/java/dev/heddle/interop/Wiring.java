package dev.heddle.interop;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.MemoryBio;
import dev.heddle.bio.SocketBio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** What two of our own ends are joined by. */
enum Wiring {
  BLOCKING_SOCKETS,
  BLOCKING_CHANNELS,
  NON_BLOCKING_CHANNELS,
  MEMORY,
  PAIR_OF_1_AND_3,
  PAIR_OF_1021_AND_16389,
  PAIR_OF_DEFAULT_SIZE;

  /** What either end reads from and writes to. */
  record Ends(Bio clientSource, Bio clientSink, Bio serverSource, Bio serverSink) {
    static Ends of(Bio client, Bio server) {
      return new Ends(client, client, server, server);
    }
  }

  boolean isBlocking() {
    return this == BLOCKING_SOCKETS || this == BLOCKING_CHANNELS;
  }

  Ends join() throws IOException {
    return switch (this) {
      case BLOCKING_SOCKETS, BLOCKING_CHANNELS, NON_BLOCKING_CHANNELS -> connect();
      case MEMORY -> {
        Bio up = MemoryBio.create();
        Bio down = MemoryBio.create();
        yield new Ends(down, up, up, down);
      }
      case PAIR_OF_1_AND_3 -> pair(1, 3);
      case PAIR_OF_1021_AND_16389 -> pair(1021, 16389);
      case PAIR_OF_DEFAULT_SIZE -> pair(0, 0);
    };
  }

  private static Ends pair(int up, int down) {
    BioPair pair = BioPair.of(up, down);
    return Ends.of(pair.first(), pair.second());
  }

  private Ends connect() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel client = SocketChannel.open(listener.getLocalAddress());
      return Ends.of(bio(client), bio(listener.accept()));
    }
  }

  private Bio bio(SocketChannel channel) throws IOException {
    if (this == BLOCKING_SOCKETS) {
      return SocketBio.of(channel.socket());
    }
    channel.configureBlocking(this == BLOCKING_CHANNELS);
    return ChannelBio.of(channel);
  }
}
