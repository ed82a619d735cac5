package dev.heddle.conformance;

import dev.heddle.bio.Bio;
import dev.heddle.ssl.SslError;

/** One half of a pair whose other half is the other side's: who calls that one satisfies this. */
final class JoinedTransport extends Transport {

  private final Bio half;

  JoinedTransport(Bio half) {
    this.half = half;
  }

  @Override
  Bio source() {
    return half;
  }

  @Override
  Bio sink() {
    return half;
  }

  @Override
  boolean isJoined() {
    return true;
  }

  @Override
  void close() {
    half.close();
  }

  @Override
  void satisfy(SslError want) {}
}
