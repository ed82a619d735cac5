package dev.heddle.demo.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people read them, with their units. */
public final class Numbers {

  /** A number that counts things, for example {@code 12,345}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** How many there are of something, for example {@code 1 target}, {@code 2 targets}. */
  public static String count(long number, String unit) {
    return count(number) + " " + unit + (number == 1 ? "" : "s");
  }

  /** To three digits, for example {@code 0.25}, {@code 1,240}. */
  public static String number(double number) {
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMaximumFractionDigits(Math.max(0, rounded.scale()));
    return format.format(rounded);
  }

  /** A time to three digits, in milliseconds or from 1000 of them on in seconds. */
  public static String time(double millis) {
    // What rounds to 1000 ms is a second.
    return millis < 999.5 ? number(millis) + " ms" : number(millis / 1000) + " s";
  }

  private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private Numbers() {}
}
