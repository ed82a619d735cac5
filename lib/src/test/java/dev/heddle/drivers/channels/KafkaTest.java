package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Causes;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Kafka's network layer, as its clients and its brokers have it. */
class KafkaTest extends ChannelMatrix {

  @Override
  Library library() {
    return KafkaEnd.LIBRARY;
  }

  @Override
  boolean tellsWhyItRefuses() {
    return true;
  }

  /** Which Kafka's clients do not try again. */
  @Override
  void assertAuthentication(Throwable thrown) {
    Causes.demand(thrown, SslAuthenticationException.class);
  }

  /** That is no failure of authentication, so clients try again. */
  @Override
  void assertCutOff(Throwable thrown) {
    Causes.demand(thrown, KafkaEnd.Disconnected.class);
    assertTrue(Causes.find(thrown, SslAuthenticationException.class).isEmpty());
  }
}
