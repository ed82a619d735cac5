package dev.heddle.soak;

import dev.heddle.bio.Bio;
import dev.heddle.bio.FilterBio;
import java.io.IOException;
import java.util.SplittableRandom;

/** An end's transport that does what the plan wants done, where there is no relay to do it. */
final class TroubledBio extends FilterBio {

  private final Plan plan;
  private final boolean client;
  private final Strike strike;
  private final SplittableRandom readers;
  private final SplittableRandom writers;
  private long got;
  private long gone;
  private volatile boolean flipsNext;
  private volatile boolean broken;

  TroubledBio(Plan plan, boolean client, Strike strike, Bio inner) {
    super(inner);
    this.plan = plan;
    this.client = client;
    this.strike = strike;
    this.readers = plan.random(client ? "client's reads" : "server's reads");
    this.writers = plan.random(client ? "client's writes" : "server's writes");
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    int most = meet(!client, got, len, readers);
    if (broken) {
      return broken("Connection reset");
    }
    int n = bio.read(buf, off, most);
    if (n > 0) {
      got += n;
      if (flipsNext) {
        flipsNext = false;
        buf[off] ^= bit();
      }
    }
    return n;
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    int most = meet(client, gone, len, writers);
    if (broken) {
      return broken("Broken pipe");
    }
    int n;
    if (flipsNext) {
      // What the caller keeps stays as it is.
      n = bio.write(new byte[] {(byte) (buf[off] ^ bit())}, 0, 1);
      flipsNext = n <= 0;
    } else {
      n = bio.write(buf, off, most);
    }
    gone += Math.max(0, n);
    return n;
  }

  private byte bit() {
    return (byte) (1 << (plan.atByte() & 7));
  }

  /** Lets the trouble come if it is its moment; how many bytes may pass now. */
  private int meet(boolean fromClient, long passed, int len, SplittableRandom random) {
    if (len > 0 && strike.before(fromClient, passed) == 0 && strike.comes()) {
      switch (plan.trouble()) {
        case CUT -> {
          broken = true;
          bio.close();
        }
        case RESET -> {
          broken = true;
          bio.abort();
        }
        case THROW -> broken = true;
        case FLIP -> flipsNext = true;
        default -> strike.atParty();
      }
    }
    int most = plan.has(Hardship.TINY_SEGMENTS) ? 1 + random.nextInt(20) : len;
    return (int) Math.min(strike.before(fromClient, passed), Math.min(most, len));
  }

  private int broken(String message) throws IOException {
    switch (plan.trouble()) {
      case CUT -> {
        if (message.startsWith("Broken")) {
          throw new IOException(message);
        }
        return 0;
      }
      case THROW -> throw new IllegalStateException("this transport is out of order");
      default -> throw new IOException(message);
    }
  }
}
