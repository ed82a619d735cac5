package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.support.Redis;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;

/** Jedis, which never starts a handshake itself, and a Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JedisTest extends DriverMatrix {

  private Servers servers;

  @BeforeAll
  void start() throws Exception {
    servers = new Servers(Running::new);
  }

  @AfterAll
  void stop() throws IOException {
    servers.close();
  }

  private static final class Running implements Servers.Server {
    private final Redis redis;

    Running(Identity identity, boolean wantsCertificate) throws Exception {
      redis = Redis.start(identity, wantsCertificate);
    }

    @Override
    public int port() {
      return redis.port();
    }

    @Override
    public void close() throws IOException {
      redis.close();
    }
  }

  @Override
  protected Session open(SSLContext context, Scenario scenario, Duration readTimeout) {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    int timeout = readTimeout == null ? 0 : (int) readTimeout.toMillis();
    JedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .ssl(true)
            .sslSocketFactory(context.getSocketFactory())
            .sslParameters(parameters)
            .socketTimeoutMillis(timeout)
            .blockingSocketTimeoutMillis(timeout)
            .build();
    return new JedisSession(
        new Jedis(new HostAndPort("localhost", servers.port(scenario)), config));
  }

  /** Redis says {@code certificate_required} in TLS 1.3. */
  @Override
  protected String noClientCertificateText() {
    return "certificate_required";
  }

  private record JedisSession(Jedis jedis) implements Session {

    @Override
    public void exchange() {
      assertEquals("OK", jedis.set("weave", "plain"));
      assertEquals("plain", jedis.get("weave"));
    }

    @Override
    public void askInVain() {
      jedis.blpop(30, "nothing");
    }

    @Override
    public boolean isClosed() {
      return jedis.isBroken() || !jedis.isConnected();
    }

    @Override
    public void disconnect() throws IOException {
      jedis.getConnection().forceDisconnect();
    }
  }
}
