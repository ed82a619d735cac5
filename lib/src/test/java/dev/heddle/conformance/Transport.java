package dev.heddle.conformance;

import dev.heddle.bio.AcceptBio;
import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.ConnectBio;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * What carries the bytes of one side. The scripts' plumbing means something for some kinds only;
 * here is what it does for the others: nothing, or it fails.
 */
abstract class Transport {

  /** Makes the transport that a {@code bio} line describes. */
  static Transport open(Op op, Place place, Watch watch) throws IOException {
    boolean nonBlocking = op.option("nbio").orElse("0").equals("1");
    return switch (op.arg(0)) {
      case "blocking", "nonblocking" -> connected(op, place);
      case "mem" -> FedTransport.memory(peer(op, place), watch);
      case "pair" -> FedTransport.pair(op.number(1), op.number(2), peer(op, place), watch);
      case "connect" -> {
        ConnectBio bio = ConnectBio.to(place.host() + ":" + place.port());
        bio.setNbio(nonBlocking);
        yield new SocketTransport(bio);
      }
      case "accept" -> {
        AcceptBio bio = AcceptBio.on("127.0.0.1:0");
        bio.setNbioAccept(nonBlocking);
        bio.setNbio(nonBlocking);
        yield new SocketTransport(bio);
      }
      default -> throw new UnsupportedOpException("bio " + op.arg(0));
    };
  }

  private static Transport connected(Op op, Place place) throws IOException {
    SocketChannel channel = place.connect();
    if (op.option("sndbuf").isPresent()) {
      int size = Integer.parseInt(op.option("sndbuf").get());
      channel.setOption(StandardSocketOptions.SO_SNDBUF, size);
    }
    channel.configureBlocking(!op.arg(0).equals("nonblocking"));
    return new SocketTransport(ChannelBio.of(channel));
  }

  private static SocketChannel peer(Op op, Place place) throws IOException {
    return op.has("peerless=1") ? null : place.connect();
  }

  /** What TLS reads from. */
  abstract Bio source();

  /** What TLS writes to. */
  abstract Bio sink();

  /** The BIO that scripts call so: {@code int}, {@code net}, {@code in}, {@code out} and so on. */
  Bio named(String name) {
    return name.equals("out") ? sink() : source();
  }

  abstract void close() throws IOException;

  /** Whether the other end is the other side, so that there is no connection to close. */
  boolean isJoined() {
    return false;
  }

  /** Waits for what a call has asked for, or brings it about. */
  abstract void satisfy(SslError want) throws IOException;

  /** Sends what TLS has left in memory; answers how many bytes. */
  int flush() throws IOException {
    return 0;
  }

  /** Hands one record of the peer's to TLS. */
  void feedRecord() throws IOException {
    throw notFed();
  }

  /** Hands so many bytes of the peer's to TLS. */
  void feedBytes(int count) throws IOException {
    throw notFed();
  }

  /** Hands the end of the peer's stream to TLS. */
  void feedEnd() throws IOException {
    throw notFed();
  }

  private static IllegalStateException notFed() {
    return new IllegalStateException("only memory and pairs are fed by hand");
  }

  void nonBlocking(boolean on) {
    throw new IllegalStateException("not a socket");
  }

  void receiveTimeout(int millis) throws IOException {
    throw new IllegalStateException("not a socket");
  }
}
