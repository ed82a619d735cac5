package dev.heddle.ssl;

import dev.heddle.loop.Loop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gathers what happens inside a call, for the {@link InfoCallback} to hear after it: the engine
 * tells of alerts under its locks, where nobody's code may run.
 */
final class Notices implements Loop.Alerts {

  private record Notice(int where, int ret) {}

  private final Ssl ssl;
  private final ConcurrentLinkedQueue<Notice> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile InfoCallback callback;
  private final AtomicBoolean doneTold = new AtomicBoolean();

  Notices(Ssl ssl, InfoCallback callback) {
    this.ssl = ssl;
    this.callback = callback;
  }

  void callback(InfoCallback next) {
    callback = next;
  }

  @Override
  public void alert(boolean sent, int level, int description) {
    int way = sent ? InfoCallback.WRITE : InfoCallback.READ;
    add(InfoCallback.ALERT | way, level << 8 | description & 0xff);
  }

  void handshakeStarts() {
    doneTold.set(false);
    add(InfoCallback.HANDSHAKE_START, 1);
  }

  private void add(int where, int ret) {
    // A peer decides how many alerts there are: what nobody fetches must not pile up.
    if (callback != null && count.get() < MOST_WAITING) {
      count.incrementAndGet();
      waiting.add(new Notice(where, ret));
    }
  }

  /** Tells the callback what has gathered. With no lock held. */
  void deliver() {
    InfoCallback listener = callback;
    if (listener == null) {
      return;
    }
    Notice notice;
    while ((notice = waiting.poll()) != null) {
      count.decrementAndGet();
      listener.info(ssl, notice.where(), notice.ret());
    }
    if (ssl.isHandshakeDone() && doneTold.compareAndSet(false, true)) {
      listener.info(ssl, InfoCallback.HANDSHAKE_DONE, 1);
    }
  }

  private static final int MOST_WAITING = 64;
}
