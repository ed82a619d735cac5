package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ByteBufferSend;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.network.SslChannelBuilder;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/** An end by Kafka's selector, which a client's network thread has, and a broker's too. */
final class KafkaEnd implements End {

  /** That the connection is over, and why as far as Kafka's callers hear. */
  static final class Disconnected extends IOException {
    private static final long serialVersionUID = 1;

    private final ChannelState.State state;

    private Disconnected(ChannelState.State state) {
      super("disconnected in the state " + state);
      this.state = state;
    }

    /** The channel's state, which is not {@code AUTHENTICATION_FAILED}. */
    ChannelState.State state() {
      return state;
    }
  }

  /** Makes such ends, with a factory of engines. */
  static final Library LIBRARY =
      new Library() {
        @Override
        public End connect(InetSocketAddress address, Setup setup) throws IOException {
          return KafkaEnd.connect(address, setup.tcpBuffer(), settings(setup));
        }

        @Override
        public End accept(SocketChannel accepted, Setup setup) throws IOException {
          Library.shape(accepted, setup);
          return KafkaEnd.accept(accepted, settings(setup));
        }
      };

  private static final String ID = "0";
  private static final int POLL_MILLIS = 1000;

  private final Metrics metrics = new Metrics();
  private final AtomicReference<SSLEngine> engine = new AtomicReference<>();
  private final Selector selector;
  private final Queue<byte[]> received = new ArrayDeque<>();
  private boolean sent;

  private KafkaEnd(ConnectionMode mode, Map<String, Object> settings) {
    settings.put(KafkaEngines.LAST, engine);
    SslChannelBuilder builder =
        new SslChannelBuilder(
            mode,
            mode == ConnectionMode.SERVER ? new ListenerName("SSL") : null,
            false,
            new LogContext());
    builder.configure(settings);
    selector =
        new Selector(
            Selector.NO_IDLE_TIMEOUT_MS, metrics, Time.SYSTEM, "heddle", builder, new LogContext());
  }

  /** What Kafka makes of settings by text, with its defaults. */
  static Map<String, Object> settings(Map<String, ?> byText) {
    return new HashMap<>(new ConfigDef().withClientSslSupport().parse(byText));
  }

  private static Map<String, Object> settings(Setup setup) {
    Map<String, Object> settings =
        settings(Map.of(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, KafkaEngines.class.getName()));
    settings.put(KafkaEngines.SETUP, setup);
    return settings;
  }

  /** A client's. */
  static KafkaEnd connect(InetSocketAddress address, int tcpBuffer, Map<String, Object> settings)
      throws IOException {
    KafkaEnd end = new KafkaEnd(ConnectionMode.CLIENT, settings);
    try {
      int size = tcpBuffer == 0 ? Selectable.USE_DEFAULT_BUFFER_SIZE : tcpBuffer;
      end.selector.connect(ID, address, size, size);
      return end;
    } catch (IOException | RuntimeException e) {
      end.close();
      throw e;
    }
  }

  /** A broker's. */
  static KafkaEnd accept(SocketChannel accepted, Map<String, Object> settings) throws IOException {
    KafkaEnd end = new KafkaEnd(ConnectionMode.SERVER, settings);
    try {
      accepted.configureBlocking(false);
      end.selector.register(ID, accepted);
      return end;
    } catch (IOException | RuntimeException e) {
      end.close();
      throw e;
    }
  }

  /**
   * What a broker does with the settings of a listener for other brokers: an engine of theirs has
   * to shake hands with one of theirs.
   */
  static void tryBetweenBrokers(Map<String, Object> settings) {
    try (SslChannelBuilder builder =
        new SslChannelBuilder(
            ConnectionMode.SERVER, new ListenerName("SSL"), true, new LogContext())) {
      builder.configure(settings);
    }
  }

  private void pollUntil(BooleanSupplier done) throws IOException, InterruptedException {
    while (!done.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      selector.poll(POLL_MILLIS);
      for (NetworkReceive each : selector.completedReceives()) {
        received.add(each.payload().array());
      }
      sent |= !selector.completedSends().isEmpty();
      ChannelState end = selector.disconnected().get(ID);
      if (end != null) {
        if (end.exception() != null) {
          throw end.exception();
        }
        throw new Disconnected(end.state());
      }
    }
  }

  @Override
  public void send(byte[] frame) throws IOException, InterruptedException {
    pollUntil(() -> selector.isChannelReady(ID));
    sent = false;
    selector.send(new NetworkSend(ID, ByteBufferSend.sizePrefixed(ByteBuffer.wrap(frame))));
    pollUntil(() -> sent);
  }

  @Override
  public byte[] receive() throws IOException, InterruptedException {
    pollUntil(() -> !received.isEmpty());
    return received.remove();
  }

  /** Kafka does not tell a goodbye from a bare end; its protocol has no need to. */
  @Override
  public void expectGoodbye() throws InterruptedException, IOException {
    try {
      pollUntil(() -> !received.isEmpty());
    } catch (Disconnected e) {
      assertEquals(ChannelState.State.READY, e.state());
      return;
    }
    throw new AssertionError("a frame instead of the end");
  }

  @Override
  public void updateKeys() throws SSLException {
    engine.get().beginHandshake();
  }

  @Override
  public SSLSession session() {
    return engine.get().getSession();
  }

  @Override
  public void close() {
    try (metrics;
        selector) {
      selector.close(ID);
    }
  }
}
