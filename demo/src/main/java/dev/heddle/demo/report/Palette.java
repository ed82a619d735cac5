package dev.heddle.demo.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The colours of the page, by day and by night. */
enum Palette {
  PAPER("#fbfaf6", "#171816"),
  INK("#22231f", "#e8e6de"),
  /** Of words beside the point, and of numbers on axes. */
  QUIET("#5d5e57", "#a9a89f"),
  LINE("#dddbd2", "#34352f"),
  /** Of what went well: indigo. */
  GOOD("#3b5b92", "#8fb0e3"),
  /** Of what has begun and is not done. */
  PENDING("#c3cde0", "#3d4d6b"),
  /** Of what has failed: madder. */
  BAD("#a8432f", "#e8907a");

  private final String light;
  private final String dark;

  Palette(String light, String dark) {
    this.light = light;
    this.dark = dark;
  }

  String light() {
    return light;
  }

  String dark() {
    return dark;
  }

  /** As variables of a style sheet. */
  static String css(boolean dark) {
    return Arrays.stream(values())
        .map(
            colour ->
                "--"
                    + colour.name().toLowerCase(Locale.ROOT)
                    + ":"
                    + (dark ? colour.dark : colour.light))
        .collect(Collectors.joining(";"));
  }
}
