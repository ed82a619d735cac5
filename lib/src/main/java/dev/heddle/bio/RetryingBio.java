package dev.heddle.bio;

/** A transport that keeps its retry flags: what all of ours have in common. */
abstract class RetryingBio implements Bio {

  final RetryFlags retry = new RetryFlags();

  @Override
  public final Retry readRetry() {
    return retry.read();
  }

  @Override
  public final Retry writeRetry() {
    return retry.write();
  }

  @Override
  public final Retry lastRetry() {
    return retry.last();
  }
}
