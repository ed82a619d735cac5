package dev.heddle.jsse;

import dev.heddle.bio.Bio;
import java.io.IOException;

/**
 * A socket's SO_TIMEOUT where a reader needs another one for a while: remembers the owner's,
 * whoever sets it on which socket, and puts it back. An owner who sets it while a read goes on is
 * taken at his word, unless he happens to set the very value that is lent.
 */
final class ReceiveTimeout {

  private final Bio bio;
  private volatile int owners;
  private volatile int lent = NONE;

  ReceiveTimeout(Bio bio) {
    this.bio = bio;
  }

  /** What the owner has set, in milliseconds; 0 for none. */
  int get() throws IOException {
    int instead = lent;
    int now = bio.receiveTimeout();
    return now == instead ? owners : now;
  }

  /** As the owner sets it; a socket that has no such option leaves it at that. */
  void set(int millis) throws IOException {
    owners = millis;
    bio.receiveTimeout(millis);
  }

  /** Sets another for the reads to come; false if this socket has none. For the reader. */
  boolean lend(int millis) throws IOException {
    owners = get();
    lent = millis;
    return bio.receiveTimeout(millis);
  }

  /** The owner's is in force again. For the reader. */
  void giveBack() {
    if (lent == NONE) {
      return;
    }
    try {
      int back = get();
      owners = back;
      bio.receiveTimeout(back);
      if (owners != back) {
        bio.receiveTimeout(owners); // set meanwhile, and overwritten
      }
    } catch (IOException e) {
      owners = 0; // a socket that is closed has no time to keep
    } finally {
      lent = NONE;
    }
  }

  private static final int NONE = -1;
}
