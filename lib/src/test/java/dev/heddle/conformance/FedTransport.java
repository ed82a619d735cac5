package dev.heddle.conformance;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.MemoryBio;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Memory between TLS and a TCP connection, with this class as the pump: two memory BIOs, or a BIO
 * pair.
 */
final class FedTransport extends Transport {

  /** How the memory is told of the end of the peer's stream. */
  @FunctionalInterface
  private interface Ending {
    void end();
  }

  private final Bio source;
  private final Bio sink;

  /** What comes from the network is written here. */
  private final Bio inbound;

  /** What goes to the network is read here. */
  private final Bio outbound;

  private final Ending ending;
  private final SocketChannel peer; // null: the memory stands alone
  private final Watch watch;

  private FedTransport(
      Bio source,
      Bio sink,
      Bio inbound,
      Bio outbound,
      Ending ending,
      SocketChannel peer,
      Watch watch) {
    this.source = source;
    this.sink = sink;
    this.inbound = inbound;
    this.outbound = outbound;
    this.ending = ending;
    this.peer = peer;
    this.watch = watch;
  }

  static FedTransport memory(SocketChannel peer, Watch watch) {
    MemoryBio in = MemoryBio.create();
    MemoryBio out = MemoryBio.create();
    return new FedTransport(in, out, in, out, () -> in.setEofReturn(0), peer, watch);
  }

  static FedTransport pair(int sizeInternal, int sizeNetwork, SocketChannel peer, Watch watch) {
    BioPair pair = BioPair.of(sizeInternal, sizeNetwork);
    Bio internal = pair.first();
    BioPair.Half network = pair.second();
    return new FedTransport(
        internal, internal, network, network, network::shutdownWrite, peer, watch);
  }

  @Override
  Bio source() {
    return source;
  }

  @Override
  Bio sink() {
    return sink;
  }

  @Override
  Bio named(String name) {
    return name.equals("net") ? outbound : super.named(name);
  }

  @Override
  void close() throws IOException {
    source.close();
    sink.close();
    outbound.close();
    if (peer != null) {
      peer.close();
    }
  }

  @Override
  void satisfy(SslError want) throws IOException {
    int flushed = flush();
    if (want == SslError.WANT_READ) {
      feedSome();
    } else if (want == SslError.WANT_WRITE && flushed == 0) {
      throw new IllegalStateException("TLS wants to write, and there is nothing to flush");
    }
  }

  @Override
  int flush() throws IOException {
    byte[] chunk = new byte[CHUNK];
    int total = 0;
    while (outbound.pending() > 0) {
      int n = outbound.read(chunk, 0, chunk.length);
      send(ByteBuffer.wrap(chunk, 0, n));
      total += n;
    }
    return total;
  }

  private void send(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        peer.write(bytes);
        watch.reset();
      }
    } catch (IOException e) {
      // The peer is gone: TLS hears of it when it reads, as it would with a socket of its own.
      bytes.clear();
    }
  }

  /** Hands over what has come, one byte at least, or the end; never more than there is room for. */
  private void feedSome() throws IOException {
    int room = inbound instanceof BioPair.Half half ? half.writeGuarantee() : CHUNK;
    if (room <= 0) {
      throw new IllegalStateException("TLS wants to read, and the pair is full");
    }
    byte[] chunk = new byte[Math.min(room, CHUNK)];
    int n = receive(ByteBuffer.wrap(chunk));
    if (n > 0) {
      hand(chunk, n);
    } else {
      ending.end();
    }
  }

  @Override
  void feedRecord() throws IOException {
    byte[] record = new byte[HEADER + 65535];
    int have = receive(record, 0, HEADER);
    if (have < HEADER) {
      hand(record, have);
      ending.end();
      return;
    }
    int length = (record[3] & 0xff) << 8 | record[4] & 0xff;
    hand(record, HEADER + receive(record, HEADER, length));
  }

  @Override
  void feedBytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    if (receive(bytes, 0, count) < count) {
      throw new IllegalStateException("feed: the peer sent less than " + count + " bytes");
    }
    hand(bytes, count);
  }

  @Override
  void feedEnd() throws IOException {
    if (receive(ByteBuffer.allocate(1)) > 0) {
      throw new IllegalStateException("feed eof: the peer sent data");
    }
    ending.end();
  }

  /** Reads until there is as much, or the peer has ended; answers how much. */
  private int receive(byte[] target, int off, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(target, off, length);
    while (rest.hasRemaining() && receive(rest) > 0) {
      watch.reset();
    }
    return rest.position() - off;
  }

  /** A reset counts as the end, since memory has no way to tell of it. */
  private int receive(ByteBuffer target) throws IOException {
    try {
      return peer.read(target);
    } catch (java.net.SocketException e) {
      return -1;
    }
  }

  private void hand(byte[] bytes, int length) throws IOException {
    if (length > 0 && inbound.write(bytes, 0, length) != length) {
      throw new IllegalStateException("feed: the pair is full");
    }
  }

  private static final int HEADER = 5;
  private static final int CHUNK = 16384;
}
