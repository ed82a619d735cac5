package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MissedHeartbeatException;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * RabbitMQ's client, where a thread of the connection's own reads, here a virtual one, while any
 * other writes. It takes read timeouts for ticks, which tell it of missed heartbeats.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RabbitTest extends DriverMatrix {

  private Servers servers;

  @BeforeAll
  void start() throws Exception {
    servers =
        new Servers(
            (identity, wantsCertificate) ->
                new TalkServer(identity, wantsCertificate, plain -> {}, AmqpServer::talk));
  }

  @AfterAll
  void stop() throws IOException {
    servers.close();
  }

  @Override
  protected Session open(SSLContext context, Scenario scenario, Duration readTimeout)
      throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("localhost");
    factory.setPort(servers.port(scenario));
    factory.setSocketFactory(context.getSocketFactory());
    factory.enableHostnameVerification();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setChannelRpcTimeout(0);
    factory.setThreadFactory(Thread.ofVirtual().name("rabbit").factory());
    factory.setRequestedHeartbeat(readTimeout == null ? 0 : (int) readTimeout.toSeconds());
    Connection connection = factory.newConnection();
    return new RabbitSession(connection, connection.createChannel());
  }

  @Override
  protected Blocked untilBlocked(Blocked call) {
    return call.untilWaitingIn("privateRpc");
  }

  @Override
  protected Class<? extends Throwable> timeoutClass() {
    return MissedHeartbeatException.class;
  }

  @Override
  protected String noClientCertificateText() {
    return "bad_certificate|certificate_required";
  }

  /** What the JDK's servers call it. */
  @Override
  protected String strangeClientCertificateText() {
    return "certificate_unknown";
  }

  /** The client goes on waiting, and keeps the interrupt for later. */
  @Test
  @Override
  void interruptWhileBlocked() throws Exception {
    SSLContext context = Face.tested().context(Pki.root(), null);
    try (Session session = open(context, Scenario.INTERRUPT_WHILE_BLOCKED, null)) {
      session.exchange();
      Blocked blocked = untilBlocked(Blocked.virtually(session::askInVain));
      blocked.interrupt();
      assertFalse(session.isClosed());
      session.disconnect();
      assertTrue(blocked.ended().interrupted());
    }
  }

  private record RabbitSession(Connection connection, Channel channel) implements Session {

    @Override
    public void exchange() throws IOException {
      assertEquals(7, channel.queueDeclarePassive("weave").getMessageCount());
    }

    @Override
    public void askInVain() throws IOException {
      channel.queueDeclarePassive(AmqpServer.SILENT);
    }

    @Override
    public boolean isClosed() {
      return !connection.isOpen();
    }

    @Override
    public void disconnect() {
      connection.abort();
    }
  }
}
