package dev.heddle.drivers.channels;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;

/**
 * What a user of Kafka writes to have engines of a context of his own: Kafka makes it by the name
 * of the class. It takes the setup from Kafka's settings, and leaves the last engine there.
 */
public final class KafkaEngines implements SslEngineFactory {

  /** The setting that has the {@link Setup}. */
  static final String SETUP = "heddle.setup";

  /** The setting that has an {@code AtomicReference} for the engine. */
  static final String LAST = "heddle.engine";

  private Setup setup;
  private AtomicReference<SSLEngine> last;

  /** For Kafka. */
  public KafkaEngines() {}

  @Override
  @SuppressWarnings("unchecked") // a setting has any type
  public void configure(Map<String, ?> settings) {
    setup = (Setup) settings.get(SETUP);
    last = (AtomicReference<SSLEngine>) settings.get(LAST);
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
    return create(host, port);
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    return create(host, port);
  }

  private SSLEngine create(String host, int port) {
    SSLEngine engine = setup.engine(host, port);
    last.set(engine);
    return engine;
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> next) {
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
