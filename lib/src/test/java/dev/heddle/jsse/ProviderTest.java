package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the provider has, and what its contexts answer, compared with the JDK's. */
class ProviderTest {

  private static final Provider OURS = new HeddleProvider();

  private static SSLContext theirs(String name) throws Exception {
    return SSLContext.getInstance(name, "SunJSSE");
  }

  private static SSLContext ours(String name) throws Exception {
    return SSLContext.getInstance(name, OURS);
  }

  @Test
  void isFoundByTheServiceLoader() {
    List<Provider> found =
        ServiceLoader.load(Provider.class).stream()
            .filter(each -> each.type() == HeddleProvider.class)
            .map(ServiceLoader.Provider::get)
            .toList();
    assertEquals(1, found.size());
    assertEquals("Heddle", found.get(0).getName());
    assertNotNull(found.get(0).getService("SSLContext", "TLS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSLv3", "TLSv1", "TLSv1.1", "DTLS", "DTLSv1.2", "SSLv2"})
  void oldAndOtherProtocolsHaveNoContext(String name) {
    assertThrows(NoSuchAlgorithmException.class, () -> ours(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X509", "X.509", "SunX509", "SunPKIX"})
  void theJdksOwnNamesOfTrustStayTheJdks(String name) {
    assertNull(OURS.getService("TrustManagerFactory", name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLS", "SSL", "TLSv1.2", "TLSv1.3", "tls"})
  void theNameSaysWhatClientsEnable(String name) throws Exception {
    SSLContext theirs = theirs(name);
    theirs.init(null, null, null);
    SSLContext ours = ours(name);
    ours.init(null, null, null);
    assertEquals(name, ours.getProtocol());
    assertArrayEquals(
        theirs.getDefaultSSLParameters().getProtocols(),
        ours.getDefaultSSLParameters().getProtocols());
    SSLParameters supported = ours.getSupportedSSLParameters();
    assertArrayEquals(new String[] {"TLSv1.3", "TLSv1.2"}, supported.getProtocols());
    try (SSLSocket client = (SSLSocket) ours.getSocketFactory().createSocket();
        SSLSocket other = (SSLSocket) theirs.getSocketFactory().createSocket()) {
      client.setUseClientMode(false);
      other.setUseClientMode(false);
      assertArrayEquals(other.getEnabledProtocols(), client.getEnabledProtocols());
    }
  }

  @Test
  void defaultsAreSafeAndSupportedSuitesAreTheJdksToo() throws Exception {
    SSLContext theirs = theirs("TLS");
    theirs.init(null, null, null);
    SSLContext ours = ours("TLS");
    ours.init(null, null, null);
    List<String> enabled = List.of(ours.getDefaultSSLParameters().getCipherSuites());
    assertTrue(enabled.contains("TLS_AES_128_GCM_SHA256"), enabled::toString);
    assertTrue(enabled.stream().noneMatch(name -> name.contains("CBC")), enabled::toString);
    List<String> supported = List.of(ours.getSupportedSSLParameters().getCipherSuites());
    assertTrue(supported.containsAll(enabled));
    assertTrue(
        List.of(theirs.getSupportedSSLParameters().getCipherSuites()).containsAll(supported),
        supported::toString);
    assertArrayEquals(supported.toArray(), ours.getSocketFactory().getSupportedCipherSuites());
    assertArrayEquals(
        supported.toArray(), ours.getServerSocketFactory().getSupportedCipherSuites());
    assertArrayEquals(enabled.toArray(), ours.getSocketFactory().getDefaultCipherSuites());
    List<String> groups = List.of(ours.getDefaultSSLParameters().getNamedGroups());
    assertEquals("X25519MLKEM768", groups.get(0));
  }

  /** A call on a context that has not been initialised. */
  private interface Call {
    Object on(SSLContext context) throws Exception;
  }

  @Test
  void beforeInitAsTheJdk() throws Exception {
    List<Call> calls =
        List.of(
            SSLContext::getSocketFactory,
            SSLContext::getServerSocketFactory,
            SSLContext::createSSLEngine,
            context -> context.createSSLEngine("localhost", 1),
            SSLContext::getDefaultSSLParameters,
            SSLContext::getSupportedSSLParameters,
            SSLContext::getClientSessionContext,
            SSLContext::getServerSessionContext);
    for (Call call : calls) {
      SSLContext theirs = theirs("TLS");
      SSLContext ours = ours("TLS");
      assertEquals(thrown(() -> call.on(theirs)), thrown(() -> call.on(ours)));
    }
  }

  @Test
  void initTakesWhatTheJdkTakes() throws Exception {
    List<KeyManager[]> keys = List.of(new KeyManager[0], new KeyManager[] {new KeyManager() {}});
    List<TrustManager[]> trust =
        List.of(new TrustManager[0], new TrustManager[] {new TrustManager() {}, null});
    SSLContext ours = ours("TLS");
    SSLContext theirs = theirs("TLS");
    for (KeyManager[] key : keys) {
      for (TrustManager[] one : trust) {
        theirs.init(key, one, new SecureRandom());
        ours.init(key, one, new SecureRandom());
        assertNotNull(ours.getSocketFactory());
      }
    }
    assertSame(ours.getClientSessionContext(), ours.getClientSessionContext());
  }

  @Test
  void theDefaultContextIsInitialisedForGood() throws Exception {
    SSLContext ours = ours("Default");
    assertNotNull(ours.getSocketFactory());
    assertThrows(KeyManagementException.class, () -> theirs("Default").init(null, null, null));
    assertThrows(KeyManagementException.class, () -> ours.init(null, null, null));
  }

  @Test
  void aContextComesOfAConfiguration() throws Exception {
    TlsConfig config = TlsConfig.builder().trust(Trust.none()).alpnProtocols("h2").build();
    SSLContext context = new HeddleProvider().context(config);
    SSLParameters shown = context.getDefaultSSLParameters();
    assertArrayEquals(new String[] {"h2"}, shown.getApplicationProtocols());
    assertEquals("HTTPS", shown.getEndpointIdentificationAlgorithm());
    assertThrows(KeyManagementException.class, () -> context.init(null, null, null));
    TlsConfig anyName = config.toBuilder().insecureNoHostName().build();
    assertNull(
        new HeddleProvider()
            .context(anyName)
            .getDefaultSSLParameters()
            .getEndpointIdentificationAlgorithm());
  }

  @Test
  void trustComesOfAKeyStore() throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    for (String name : List.of("PKIX", "Heddle")) {
      TrustManagerFactory factory = TrustManagerFactory.getInstance(name, OURS);
      assertThrows(IllegalStateException.class, factory::getTrustManagers);
      factory.init(empty);
      HeddleTrustManager manager =
          assertInstanceOf(HeddleTrustManager.class, factory.getTrustManagers()[0]);
      assertEquals(0, manager.getAcceptedIssuers().length);
      factory.init((KeyStore) null);
      assertFalse(Stream.of(factory.getTrustManagers()).toList().isEmpty());
    }
  }

  private static Class<?> thrown(Callable<?> call) {
    try {
      return call.call() == null ? null : Object.class;
    } catch (Exception e) {
      return e.getClass();
    }
  }
}
