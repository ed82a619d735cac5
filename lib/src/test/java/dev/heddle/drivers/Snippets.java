package dev.heddle.drivers;

import com.mongodb.MongoClientSettings;
import com.rabbitmq.client.ConnectionFactory;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.jsse.HeddleProvider;
import dev.heddle.jsse.HeddleSocketFactory;
import dev.heddle.jsse.Options;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.naming.Context;
import javax.net.SocketFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import tlschannel.ClientTlsChannel;
import tlschannel.TlsChannel;

/** The examples of {@code lib/docs/drivers.md}; {@link SnippetsTest} holds the two together. */
final class Snippets {

  private final Path authority;
  private final Path chain;
  private final Path key;
  private final HeddleSocketFactory factory;
  private final SSLContext context;

  Snippets(Path authority, Path chain, Path key) {
    this.authority = authority;
    this.chain = chain;
    this.key = key;
    factory = factory();
    context = context();
  }

  HeddleSocketFactory factory() {
    HeddleSocketFactory factory =
        HeddleSocketFactory.of(
            TlsConfig.builder()
                .trust(Trust.pem(authority)) // without it: who the system trusts
                .credentials(Credentials.pem(chain, key)) // for servers that ask
                .build());
    return factory;
  }

  SSLContext context() {
    SSLContext context =
        new HeddleProvider().context(TlsConfig.builder().trust(Trust.pem(authority)).build());
    return context;
  }

  SSLContext managers(KeyStore authorities) throws GeneralSecurityException {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", new HeddleProvider());
    trust.init(authorities); // null: who the system trusts
    SSLContext context = SSLContext.getInstance("TLS", new HeddleProvider());
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  Options options() {
    Options options = Options.defaults();
    options = options.withLimits(options.limits().withWrite(Duration.ofSeconds(20)));
    HeddleSocketFactory factory =
        HeddleSocketFactory.of(TlsConfig.builder().trust(Trust.pem(authority)).build(), options);
    return factory == null ? null : options;
  }

  Properties postgres() {
    Properties properties = new Properties();
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslfactory", "dev.heddle.jsse.HeddleSocketFactory");
    properties.setProperty("sslrootcert", "/etc/ssl/database.pem");
    return properties;
  }

  String mariaDb() {
    String url = "jdbc:mariadb://db.example/orders?sslMode=verify-full&tlsSocketType=Heddle";
    return url;
  }

  String mySql() {
    String url =
        "jdbc:mysql://db.example/orders?sslMode=VERIFY_IDENTITY"
            + "&socketFactory=dev.heddle.jsse.mysql.MySqlSocketFactory";
    return url;
  }

  Integer mySqlByProvider() {
    int place = Security.addProvider(new HeddleProvider());
    // and in the URL: &sslContextProvider=Heddle
    return place;
  }

  OkHttpClient okHttp(KeyStore authorities) throws GeneralSecurityException {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", new HeddleProvider());
    trust.init(authorities); // null: who the system trusts
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(factory, (X509TrustManager) trust.getTrustManagers()[0])
            .build();
    return client;
  }

  CloseableHttpClient apache() {
    CloseableHttpClient client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(context))
                    .build())
            .build();
    return client;
  }

  HttpsURLConnection urlConnection(URI uri) throws IOException {
    HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
    connection.setSSLSocketFactory(factory);
    return connection;
  }

  HttpClient netHttp() {
    HttpClient client = HttpClient.newBuilder().sslContext(context).build();
    return client;
  }

  ServerConnector jetty(Server server) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(context);
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer());
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(ssl, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(http),
            new HttpConnectionFactory(http));
    return connector;
  }

  JedisClientConfig jedis() {
    JedisClientConfig config =
        DefaultJedisClientConfig.builder().ssl(true).sslSocketFactory(factory).build();
    return config;
  }

  SslHandler netty(Executor tasks) {
    SSLEngine engine = context.createSSLEngine("db.example", 5432);
    engine.setUseClientMode(true);
    SslHandler handler = new SslHandler(engine, tasks);
    return handler;
  }

  SslContext nettyContext() throws SSLException {
    SslContext tls =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .sslContextProvider(new HeddleProvider())
            .trustManager(authority.toFile())
            .build();
    return tls;
  }

  Hashtable<String, String> ldap() {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.PROVIDER_URL, "ldaps://directory.example");
    environment.put("java.naming.ldap.factory.socket", "dev.heddle.jsse.HeddleSocketFactory");
    return environment;
  }

  /** For LDAP with a trust of its own. */
  public static final class DirectoryFactory extends HeddleSocketFactory {
    private static final SocketFactory SHARED = new DirectoryFactory();

    private DirectoryFactory() {
      super("trust=/etc/ssl/directory.pem");
    }

    public static SocketFactory getDefault() {
      return SHARED;
    }
  }

  Properties mail() {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.starttls.enable", "true");
    properties.setProperty("mail.smtp.starttls.required", "true");
    properties.put("mail.smtp.ssl.socketFactory", factory);
    properties.setProperty("mail.smtp.socketFactory.fallback", "false");
    return properties;
  }

  ConnectionFactory rabbit() {
    ConnectionFactory rabbit = new ConnectionFactory();
    rabbit.setHost("queue.example");
    rabbit.setPort(5671);
    rabbit.setSocketFactory(factory);
    return rabbit;
  }

  MongoClientSettings mongo() {
    MongoClientSettings settings =
        MongoClientSettings.builder()
            .applyToSslSettings(ssl -> ssl.enabled(true).context(context))
            .build();
    return settings;
  }

  /** For Kafka with contexts of this library. */
  public static final class KafkaEngines implements SslEngineFactory {
    private SSLContext context;

    @Override
    public void configure(Map<String, ?> settings) {
      Path authority = Path.of((String) settings.get("ssl.truststore.location"));
      context =
          new HeddleProvider().context(TlsConfig.builder().trust(Trust.pem(authority)).build());
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String identification) {
      SSLEngine engine = context.createSSLEngine(host, port);
      engine.setUseClientMode(true);
      return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
      throw new UnsupportedOperationException("for clients");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> settings) {
      return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
      return Set.of();
    }

    @Override
    public KeyStore keystore() {
      return null;
    }

    @Override
    public KeyStore truststore() {
      return null;
    }

    @Override
    public void close() {}
  }

  Properties kafka() {
    Properties properties = new Properties();
    properties.setProperty("security.protocol", "SSL");
    properties.setProperty("ssl.engine.factory.class", KafkaEngines.class.getName());
    properties.setProperty("ssl.truststore.location", "/etc/ssl/kafka.pem");
    return properties;
  }

  Properties kafkaByProvider() {
    int place = Security.addProvider(new HeddleProvider());
    Properties properties = new Properties();
    properties.setProperty("security.protocol", "SSL");
    properties.setProperty("ssl.provider", "Heddle");
    return place == 0 ? null : properties;
  }

  TlsChannel tlsChannel(SocketChannel channel) {
    SSLEngine engine = context.createSSLEngine("server.example", 443);
    engine.setUseClientMode(true);
    TlsChannel tls = ClientTlsChannel.newBuilder(channel, engine).build();
    return tls;
  }
}
