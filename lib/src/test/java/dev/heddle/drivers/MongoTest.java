package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterConnectionMode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * MongoDB's blocking driver, which takes a context. It cannot close a connection that is in use;
 * the test does by its socket.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoTest extends DriverMatrix {

  private Servers servers;

  @BeforeAll
  void start() throws Exception {
    servers =
        new Servers(
            (identity, wantsCertificate) ->
                new TalkServer(identity, wantsCertificate, plain -> {}, MongoServer::talk));
  }

  @AfterAll
  void stop() throws IOException {
    servers.close();
  }

  @Override
  protected Session open(SSLContext context, Scenario scenario, Duration readTimeout) {
    KeptSockets factory = new KeptSockets(context.getSocketFactory());
    long timeout = readTimeout == null ? 0 : readTimeout.toMillis();
    MongoClientSettings settings =
        MongoClientSettings.builder()
            // A load balancer is not monitored, so that failures are the caller's.
            .applyToClusterSettings(
                cluster ->
                    cluster
                        .mode(ClusterConnectionMode.LOAD_BALANCED)
                        .hosts(List.of(new ServerAddress("localhost", servers.port(scenario)))))
            .applyToSslSettings(ssl -> ssl.enabled(true).context(new KeptContext(factory, context)))
            .applyToSocketSettings(socket -> socket.readTimeout(timeout, TimeUnit.MILLISECONDS))
            .build();
    return new MongoSession(MongoClients.create(settings), factory);
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

  private record MongoSession(MongoClient client, KeptSockets factory) implements Session {

    private Document run(String command) {
      return client.getDatabase("weave").runCommand(new Document(command, 1));
    }

    @Override
    public void exchange() {
      assertEquals(1.0, run("ping").get("ok"));
    }

    @Override
    public void askInVain() {
      run(MongoServer.SILENT);
    }

    @Override
    public boolean isClosed() {
      return true; // its pool does not tell
    }

    @Override
    public void disconnect() throws IOException {
      factory.closeAll();
      client.close();
    }
  }
}
