package dev.heddle.conformance;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;

/** Waits for a channel, whatever mode it is in. */
final class Poll {

  /** Returns when one of the operations (of SelectionKey) is possible; the watch limits it. */
  static void await(SelectableChannel channel, int operations) throws IOException {
    boolean blocking = channel.isBlocking();
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, operations);
      selector.select();
    }
    // Only now: a channel that a selector has cannot be made blocking.
    channel.configureBlocking(blocking);
  }

  private Poll() {}
}
