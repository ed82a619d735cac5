package dev.heddle.jsse;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Who is told that a handshake is done: each on a virtual thread of its own. */
final class Listeners {

  private final List<HandshakeCompletedListener> all = new CopyOnWriteArrayList<>();

  void add(HandshakeCompletedListener listener) {
    all.add(checked(listener));
  }

  void remove(HandshakeCompletedListener listener) {
    if (!all.remove(checked(listener))) {
      throw new IllegalArgumentException("no such listener: " + listener);
    }
  }

  void tell(SSLSocket socket, SSLSession session) {
    for (HandshakeCompletedListener each : all) {
      HandshakeCompletedEvent event = new HandshakeCompletedEvent(socket, session);
      Thread.ofVirtual().name("heddle-listener").start(() -> each.handshakeCompleted(event));
    }
  }

  private static HandshakeCompletedListener checked(HandshakeCompletedListener listener) {
    if (listener == null) {
      throw new IllegalArgumentException("listener is null");
    }
    return listener;
  }
}
