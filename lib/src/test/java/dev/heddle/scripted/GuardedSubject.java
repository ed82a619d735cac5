package dev.heddle.scripted;

import dev.heddle.fault.Alert;
import java.util.function.Supplier;

/**
 * Tells what the end under test throws from what its scripted peer throws, and keeps what it said
 * before it was closed.
 */
final class GuardedSubject implements Subject {

  private final Subject subject;
  private String account;
  private boolean finished;

  /** What it threw, which it never should; null if nothing. */
  Throwable thrown;

  GuardedSubject(Subject subject) {
    this.subject = subject;
  }

  @Override
  public byte[] start() {
    return guarded(subject::start);
  }

  @Override
  public byte[] take(byte[] bytes) {
    return guarded(() -> subject.take(bytes));
  }

  @Override
  public byte[] end() {
    return guarded(subject::end);
  }

  @Override
  public byte[] write(byte[] data) {
    return guarded(() -> subject.write(data));
  }

  @Override
  public byte[] shutdown() {
    return guarded(subject::shutdown);
  }

  private byte[] guarded(Supplier<byte[]> call) {
    try {
      byte[] output = call.get();
      finished = subject.finished();
      account = subject.account();
      return output;
    } catch (RuntimeException | Error e) {
      thrown = e;
      throw e;
    }
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public Boolean resumed() {
    return subject.resumed();
  }

  @Override
  public boolean failed() {
    return subject.failed();
  }

  @Override
  public String account() {
    return account;
  }

  @Override
  public Alert reported() {
    return subject.reported();
  }

  @Override
  public byte[] data() {
    return subject.data();
  }

  @Override
  public void close() {
    subject.close();
  }
}
