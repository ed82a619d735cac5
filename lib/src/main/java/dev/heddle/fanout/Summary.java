package dev.heddle.fanout;

import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What has come of a run so far, in numbers. Those that are over when it is made are in it, whether
 * their results have been taken or not.
 *
 * @param succeeded targets whose job has returned
 * @param jobsFailed targets whose job has thrown something that was no failure of its connection
 * @param categories targets whose connection failed, by whose fault it was; those that the end of
 *     the run has cut off are under {@link Category#CANCELLED}
 * @param phases the same failures, by how far the connection had come
 * @param full handshakes that were done in full
 * @param resumed handshakes that resumed a session
 * @param retries attempts beyond the first of each target
 * @param live connections that are open
 * @param peak most connections that were open at the same time
 * @param handshake how long handshakes took; null if none was done
 * @param total how long targets took that succeeded, retries and pauses included; null if there was
 *     none
 * @param elapsed since the run began, until it was over
 */
public record Summary(
    long succeeded,
    long jobsFailed,
    Map<Category, Long> categories,
    Map<Phase, Long> phases,
    long full,
    long resumed,
    long retries,
    int live,
    int peak,
    Latency handshake,
    Latency total,
    Duration elapsed) {

  /** Copies what could be changed. */
  public Summary {
    Map<Category, Long> byCategory = new EnumMap<>(Category.class);
    byCategory.putAll(categories);
    categories = Collections.unmodifiableMap(byCategory);
    Map<Phase, Long> byPhase = new EnumMap<>(Phase.class);
    byPhase.putAll(phases);
    phases = Collections.unmodifiableMap(byPhase);
  }

  /** Targets whose connection or job has failed, those cut off by the end of the run apart. */
  public long failed() {
    return ended() - succeeded - cancelled();
  }

  /** Targets that the end of the run has cut off. */
  public long cancelled() {
    return categories.getOrDefault(Category.CANCELLED, 0L);
  }

  /** Targets that are over, one way or another. */
  public long ended() {
    return succeeded + jobsFailed + categories.values().stream().mapToLong(each -> each).sum();
  }

  /** Handshakes that were done. */
  public long connected() {
    return full + resumed;
  }

  /** Handshakes that were done, per second. */
  public double rate() {
    return connected() / Math.max(elapsed.toNanos() / 1e9, 1e-9);
  }

  /** A few lines for people, in columns, each ended by the system's line separator. */
  public String text() {
    StringBuilder text = new StringBuilder(400);
    text.append(Text.row("succeeded", succeeded + " of " + ended()));
    text.append(Text.row("failed", String.valueOf(failed())));
    categories.forEach((category, count) -> text.append(Text.row("  " + category, "" + count)));
    if (jobsFailed > 0) {
      text.append(Text.row("  job", "" + jobsFailed));
    }
    if (!phases.isEmpty()) {
      text.append(
          Text.row("failed in phase", phases.toString().replaceAll("[{}]", "").replace('=', ' ')));
    }
    text.append(Text.row("handshakes", full + " full, " + resumed + " resumed"));
    text.append(Text.row("retries", "" + retries));
    text.append(Text.row("most at once", "" + peak));
    if (handshake != null) {
      text.append(Text.row("handshake time", handshake.toString()));
    }
    if (total != null) {
      text.append(Text.row("total time", total.toString()));
    }
    String rate = "%.1f per second (%.2f s)";
    return text.append(
            Text.row("rate", String.format(Locale.ROOT, rate, rate(), elapsed.toNanos() / 1e9)))
        .toString();
  }

  /** As {@link #text}. */
  @Override
  public String toString() {
    return text();
  }
}
