package dev.heddle.conformance;

import dev.heddle.bio.Bio;
import dev.heddle.ssl.SslError;

/** Where there is none, or none any more: the calls fail by themselves, nothing is waited for. */
final class NoTransport extends Transport {

  static final NoTransport INSTANCE = new NoTransport();

  private NoTransport() {}

  @Override
  Bio source() {
    return null;
  }

  @Override
  Bio sink() {
    return null;
  }

  @Override
  void close() {}

  @Override
  void satisfy(SslError want) {}
}
