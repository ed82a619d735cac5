package dev.heddle.cost;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a handshake allocates, sends and asks of its transport, in memory, where every run counts
 * the same. {@code costs.txt} has the figures.
 */
class HandshakeCostTest {

  /** Class initializers and caches allocate in the first ones. */
  private static final int FIRST = 5;

  private static final int COUNTED = 15;
  private static final int PERCENT_MORE = 10;

  @ParameterizedTest
  @EnumSource
  void allocated(Kind kind) throws IOException {
    Meeting meeting = new Meeting(kind);
    for (int i = 0; i < FIRST; i++) {
      meeting.shakeHands();
    }
    long[] client = new long[COUNTED];
    long[] server = new long[COUNTED];
    for (int i = 0; i < COUNTED; i++) {
      Meeting.Allocated each = meeting.shakeHands();
      client[i] = each.client();
      server[i] = each.server();
    }
    check(kind, "client", client);
    check(kind, "server", server);
  }

  private static void check(Kind kind, String end, long[] allocated) {
    Arrays.sort(allocated);
    Costs.checkAtMost("bytes", kind, end, allocated[allocated.length / 2], PERCENT_MORE);
  }

  @ParameterizedTest
  @EnumSource
  void callsAndRecords(Kind kind) throws IOException {
    Meeting meeting = new Meeting(kind);
    Watched[] watched = new Watched[2];
    meeting.shakeHands(bio -> watched[0] = new Watched(bio), bio -> watched[1] = new Watched(bio));
    for (int i = 0; i < watched.length; i++) {
      String end = i == 0 ? "client" : "server";
      Costs.check("calls", kind, end, watched[i].calls());
      Costs.check("records", kind, end, watched[i].records());
    }
  }
}
