package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.Ends;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Much data over Netty's {@code SslHandler}, both ways at once, every byte compared. */
@Timeout(240) // on a machine that is very busy
class NettyTransferTest extends NettyTests {

  private static final int MB = 1_000_000;

  /** What passes between a channel and a blocking socket. */
  private static final int BLOCKING = 10 * MB;

  private static final Yarn TO_SERVER = new Yarn(1);
  private static final Yarn TO_CLIENT = new Yarn(2);

  /** Where the buffers lie that the engine works on. */
  enum Memory {
    /** Netty's own choice: most of what is decrypted direct, what is encrypted on the heap. */
    NETTYS(ByteBufAllocator.DEFAULT),
    DIRECT(
        new PooledByteBufAllocator(true) {
          @Override
          protected ByteBuf newHeapBuffer(int initial, int max) {
            return newDirectBuffer(initial, max);
          }
        }),
    HEAP(
        new PooledByteBufAllocator(false) {
          @Override
          protected ByteBuf newDirectBuffer(int initial, int max) {
            return newHeapBuffer(initial, max);
          }
        });

    private final ByteBufAllocator allocator;

    Memory(ByteBufAllocator allocator) {
      this.allocator = allocator;
    }
  }

  static Stream<Arguments> ends() {
    Face tested = Face.tested();
    Face other = Face.SUNJSSE;
    return Stream.of(
        Arguments.of(tested, other, V12, Memory.NETTYS, false),
        Arguments.of(other, tested, V12, Memory.DIRECT, true),
        Arguments.of(tested, other, V13, Memory.HEAP, true),
        Arguments.of(other, tested, V13, Memory.NETTYS, false),
        Arguments.of(tested, tested, V12, Memory.HEAP, true),
        Arguments.of(tested, tested, V13, Memory.DIRECT, false));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void bothWaysAtOnce(Face client, Face server, String version, Memory memory, boolean asks)
      throws Exception {
    long length = client == server ? 100 * MB : 20 * MB;
    NettyBulk serving = new NettyBulk(TO_CLIENT, TO_SERVER, length, asks);
    SSLContext servers = servers(server);
    Listener listener =
        listen(
            memory.allocator,
            () -> new NettyEnd(new SslHandler(server(servers, version)), serving));
    NettyBulk asking = new NettyBulk(TO_SERVER, TO_CLIENT, length, asks);
    NettyEnd end = new NettyEnd(new SslHandler(client(clients(client), version)), asking);
    connect(memory.allocator, listener.port(), end);
    asking.await();
    serving.await();
  }

  /** Passes what has come on in pieces of these lengths, one after the other. */
  private static final class Pieces extends ChannelInboundHandlerAdapter {
    private final int[] lengths;
    private int next;

    Pieces(int... lengths) {
      this.lengths = lengths;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf data = (ByteBuf) message;
      byte[] all = ByteBufUtil.getBytes(data);
      data.release();
      for (int done = 0; done < all.length; ) {
        int length = Math.min(lengths[next++ % lengths.length], all.length - done);
        context.fireChannelRead(Unpooled.wrappedBuffer(all, done, length));
        done += length;
      }
    }
  }

  static Stream<int[]> pieces() {
    return Stream.of(
        new int[] {1},
        new int[] {2, 5, 4, 1},
        new int[] {16383, 16384, 16385},
        new int[] {16405, 5, 16406, 1, 16389});
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void inPieces(int... lengths) throws Exception {
    long length = lengths[0] > 5 ? 2 * MB : MB / 50;
    for (Arguments each : pairs().toList()) {
      SSLContext servers = servers((Face) each.get()[1]);
      String version = (String) each.get()[2];
      NettyBulk serving = new NettyBulk(TO_CLIENT, TO_SERVER, length, false);
      Listener listener =
          listen(
              () ->
                  new NettyEnd(
                      new Pieces(lengths), new SslHandler(server(servers, version)), serving));
      NettyBulk asking = new NettyBulk(TO_SERVER, TO_CLIENT, length, false);
      SSLContext clients = clients((Face) each.get()[0]);
      connect(
          listener.port(),
          new NettyEnd(new Pieces(lengths), new SslHandler(client(clients, version)), asking));
      asking.await();
      serving.await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void clientWithABlockingServer(String version) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket) servers(Face.SUNJSSE).getServerSocketFactory().createServerSocket(0)) {
      FutureTask<Void> serving =
          Ends.virtually(() -> talk((SSLSocket) listener.accept(), TO_CLIENT, TO_SERVER));
      NettyBulk asking = new NettyBulk(TO_SERVER, TO_CLIENT, BLOCKING, true);
      connect(
          listener.getLocalPort(),
          new NettyEnd(new SslHandler(client(clients(Face.tested()), version)), asking));
      asking.await();
      Ends.await(serving);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void serverWithABlockingClient(String version) throws Exception {
    NettyBulk serving = new NettyBulk(TO_CLIENT, TO_SERVER, BLOCKING, false);
    SSLContext servers = servers(Face.tested());
    Listener listener =
        listen(() -> new NettyEnd(new SslHandler(server(servers, version)), serving));
    talk(
        (SSLSocket)
            clients(Face.SUNJSSE).getSocketFactory().createSocket("localhost", listener.port()),
        TO_SERVER,
        TO_CLIENT);
    serving.await();
  }

  /** Writes and reads at once. */
  private static Void talk(SSLSocket socket, Yarn out, Yarn in) throws Exception {
    try (socket) {
      socket.setSoTimeout(20_000);
      FutureTask<Void> writing =
          Ends.virtually(
              () -> {
                write(socket.getOutputStream(), out);
                return null;
              });
      InputStream from = socket.getInputStream();
      byte[] buffer = new byte[50_000];
      for (int done = 0; done < BLOCKING; ) {
        int count = from.readNBytes(buffer, 0, Math.min(buffer.length, BLOCKING - done));
        assertTrue(count > 0, "the end after " + done);
        in.check(done, buffer, count);
        done += count;
      }
      return Ends.await(writing);
    }
  }

  private static void write(OutputStream to, Yarn out) throws IOException {
    byte[] piece = new byte[40_000];
    for (int done = 0; done < BLOCKING; done += piece.length) {
      int[] filled = {0};
      out.take(
          done,
          piece.length,
          (bytes, offset, length) -> {
            System.arraycopy(bytes, offset, piece, filled[0], length);
            filled[0] += length;
          });
      to.write(piece);
    }
  }
}
