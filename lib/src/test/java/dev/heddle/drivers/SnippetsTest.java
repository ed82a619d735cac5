package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.jsse.HeddleProvider;
import dev.heddle.jsse.HeddleSocketFactory;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the document compile, and are the ones that it shows. */
class SnippetsTest {

  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void documentShowsWhatCompiles() throws Exception {
    String source = withoutIndentation(read("src/test/java/dev/heddle/drivers/Snippets.java"));
    Matcher example = EXAMPLE.matcher(read("docs/drivers.md"));
    int count = 0;
    while (example.find()) {
      count++;
      String shown = withoutIndentation(example.group(1));
      assertTrue(source.contains(shown), () -> "not in Snippets.java:\n" + shown);
    }
    assertEquals(EXAMPLES, count);
  }

  /** All but Apache's client, which opens sockets as it is loaded, for the collector to close. */
  @Test
  void examplesMakeWhatTheyMake(@TempDir Path directory) throws Exception {
    Path authority = directory.resolve("authority.pem");
    Path chain = directory.resolve("chain.pem");
    Path key = directory.resolve("key.pem");
    Files.writeString(authority, TestCerts.root().certificatePem());
    Files.writeString(chain, TestCerts.client(KeyType.EC_P256).chainPem());
    Files.writeString(key, TestCerts.client(KeyType.EC_P256).keyPem());
    KeyStore authorities = TestCerts.root().trustStore();
    Snippets snippets = new Snippets(authority, chain, key);
    assertNotNull(snippets.managers(authorities).getSocketFactory());
    assertEquals(20, snippets.options().limits().write().toSeconds());
    assertEquals(
        HeddleSocketFactory.class.getName(), snippets.postgres().getProperty("sslfactory"));
    assertTrue(snippets.mariaDb().endsWith("=Heddle"));
    assertTrue(snippets.mySql().endsWith("MySqlSocketFactory"));
    assertTrue(snippets.okHttp(authorities).sslSocketFactory() instanceof HeddleSocketFactory);
    assertTrue(
        snippets.urlConnection(URI.create("https://localhost/")).getSSLSocketFactory()
            instanceof HeddleSocketFactory);
    try (HttpClient client = snippets.netHttp()) {
      assertEquals(HeddleProvider.NAME, client.sslContext().getProvider().getName());
    }
    assertEquals("ssl", snippets.jetty(new Server()).getDefaultProtocol().toLowerCase(Locale.ROOT));
    assertTrue(snippets.jedis().getSslSocketFactory() instanceof HeddleSocketFactory);
    assertEquals(
        "HeddleEngine[db.example:5432]", snippets.netty(Runnable::run).engine().toString());
    assertEquals(
        HeddleProvider.NAME,
        ((JdkSslContext) snippets.nettyContext()).context().getProvider().getName());
    assertEquals(
        HeddleSocketFactory.class.getName(),
        snippets.ldap().get("java.naming.ldap.factory.socket"));
    assertTrue(snippets.mail().get("mail.smtp.ssl.socketFactory") instanceof HeddleSocketFactory);
    assertNotNull(snippets.rabbit());
    assertEquals(
        HeddleProvider.NAME,
        snippets.mongo().getSslSettings().getContext().getProvider().getName());
    assertEquals(
        Snippets.KafkaEngines.class.getName(),
        snippets.kafka().getProperty("ssl.engine.factory.class"));
    try (Snippets.KafkaEngines engines = new Snippets.KafkaEngines();
        SocketChannel channel = SocketChannel.open()) {
      engines.configure(Map.of("ssl.truststore.location", authority.toString()));
      SSLEngine engine = engines.createClientSslEngine("localhost", 9093, "https");
      assertTrue(engine.getUseClientMode());
      assertEquals("server.example", snippets.tlsChannel(channel).getSslEngine().getPeerHost());
    }
    try {
      assertEquals("Heddle", snippets.kafkaByProvider().getProperty("ssl.provider"));
      Security.removeProvider(HeddleProvider.NAME);
      snippets.mySqlByProvider();
      assertNotNull(Security.getProvider(HeddleProvider.NAME));
    } finally {
      Security.removeProvider(HeddleProvider.NAME);
    }
  }

  private static String withoutIndentation(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  private static String read(String file) throws IOException, URISyntaxException {
    Path classes =
        Path.of(SnippetsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Files.readString(classes.getParent().resolveSibling(file));
  }

  private static final int EXAMPLES = 25;
}
