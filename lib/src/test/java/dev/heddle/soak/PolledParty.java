package dev.heddle.soak;

import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.Watchdog;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** An end over a transport that does not block: calls again when a selector says so, or in turn. */
final class PolledParty extends Party {

  /** Makes the channel, on the party's own thread. */
  interface Connector {
    SocketChannel connect() throws IOException;
  }

  private final Connector connector; // null where turns are taken
  private boolean shaking = true;
  private boolean reading = true;
  private boolean closing;
  private boolean over;
  private boolean moved;
  private int interest;

  PolledParty(Plan plan, boolean client, Ssl ssl, Strike strike, Connector connector) {
    super(plan, client, ssl, strike);
    this.connector = connector;
  }

  @Override
  void run() {
    Watchdog.Alarm alarm = patience();
    try (ssl;
        Selector selector = Selector.open();
        SocketChannel channel = connector.connect()) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, 0);
      over(ChannelBio.of(channel));
      while (!over) {
        turn();
        if (!moved && !over) {
          awaitReadiness(selector, key);
        }
      }
    } catch (IOException e) {
      // The peer has gone before there was a connection.
    } finally {
      alarm.cancel();
    }
  }

  private void awaitReadiness(Selector selector, SelectionKey key) throws IOException {
    try {
      key.interestOps(interest);
      selector.select(MILLIS_BETWEEN_LOOKS);
      selector.selectedKeys().clear();
    } catch (CancelledKeyException e) {
      return; // an alarm or another thread has closed the channel, as the next call will find
    }
    Thread.interrupted();
  }

  /** Makes each call that makes sense, once. */
  void turn() {
    moved = false;
    interest = 0;
    if (shaking) {
      Came came = calls(shakeHands());
      shaking = came != Came.ON;
      over |= came == Came.TO_AN_END;
    } else {
      if (reading) {
        reading = calls(read()) != Came.TO_AN_END;
      }
      if (!over && hasMoreToWrite()) {
        calls(write());
      } else if (!over && !(closing && reading)) {
        closeOn(shutDown());
      }
    }
  }

  /** Ours goes out once; after the peer's, the next call must answer that all is done. */
  private void closeOn(Came came) {
    if (came == Came.ON) {
      closing = true;
      moved = true;
    } else if (came == Came.TO_AN_END) {
      closing = true;
      // Closed by both: but what has come before the peer's close_notify is read above.
      over = !reading;
      moved = true;
    } else {
      calls(came);
    }
  }

  private Came calls(Came came) {
    switch (came) {
      case BACK -> {}
      case TO_NOTHING -> over = true;
      default -> moved = true;
    }
    return came;
  }

  @Override
  void wants(SslError error) {
    interest |= error == SslError.WANT_WRITE ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
  }

  boolean isOver() {
    return over;
  }

  boolean hasMoved() {
    return moved;
  }

  private static final int MILLIS_BETWEEN_LOOKS = 20;
}
