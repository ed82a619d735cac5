package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import tlschannel.ClientTlsChannel;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;
import tlschannel.TlsChannelBuilder;

/** The ways in which tls-channel works. */
enum TlsChannels implements Library {
  /** Calls block. */
  BLOCKING,

  /** Calls block, over a channel that passes on a few bytes at a time, one of them at first. */
  DRIBBLING,

  /** Calls say what they need, which may be that a task is run. */
  NON_BLOCKING,

  /** Calls are made by a group of threads. */
  ASYNCHRONOUS;

  @Override
  public End connect(InetSocketAddress address, Setup setup) throws IOException {
    SocketChannel socket = Library.open(address, setup);
    return over(
        socket,
        ClientTlsChannel.newBuilder(
            below(socket), setup.engine(address.getHostString(), address.getPort())));
  }

  /** One that does not block has its context chosen by the name that the client asks for. */
  @Override
  public End accept(SocketChannel socket, Setup setup) throws IOException {
    Library.shape(socket, setup);
    ServerTlsChannel.Builder builder =
        this == NON_BLOCKING
            ? ServerTlsChannel.newBuilder(
                socket,
                name -> {
                  name.ifPresent(each -> assertEquals(new SNIHostName("localhost"), each));
                  return Optional.of(setup.context());
                })
            : ServerTlsChannel.newBuilder(below(socket), setup.context());
    return over(socket, builder.withEngineFactory(context -> setup.engine(null, -1)));
  }

  @Override
  public Thread.Builder threads() {
    return this == BLOCKING || this == DRIBBLING ? Thread.ofVirtual() : Library.super.threads();
  }

  private ByteChannel below(SocketChannel socket) {
    return this == DRIBBLING ? new Dribble(socket) : socket;
  }

  private End over(SocketChannel socket, TlsChannelBuilder<?> builder) throws IOException {
    try {
      builder.withRunTasks(this != NON_BLOCKING);
      socket.configureBlocking(this == BLOCKING || this == DRIBBLING);
      TlsChannel tls =
          builder instanceof ClientTlsChannel.Builder client
              ? client.build()
              : ((ServerTlsChannel.Builder) builder).build();
      return this == ASYNCHRONOUS
          ? new AsyncEnd(tls, socket)
          : new TlsChannelEnd(tls, socket, this == NON_BLOCKING ? Selector.open() : null);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
