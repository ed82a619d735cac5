package dev.heddle.demo.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis: from where to where, and where its marks stand.
 *
 * @param from the value at its beginning
 * @param to the value at its end, above {@code from}
 * @param logarithmic whether equal distances are equal ratios; {@code from} is then above 0
 * @param marks round values within, in order
 */
record Scale(double from, double to, boolean logarithmic, List<Double> marks) {

  /** From 0 to a round value that is at least {@code most}, which may be 0; whole marks. */
  static Scale counts(double most, int marks) {
    double step = Math.max(1, round(Math.max(most, 1) / marks));
    double to = Math.ceil(Math.max(most, 1) / step) * step;
    return new Scale(0, to, false, steps(0, to, step));
  }

  /** With marks at round values, about so many. */
  static Scale linear(double from, double to, int marks) {
    return new Scale(from, to, false, steps(from, to, round((to - from) / marks)));
  }

  /** With a mark at each power of ten, and between them where there are few. */
  static Scale logarithmic(double from, double to) {
    double decades = Math.log10(to / from);
    double[] digits = decades <= 2.2 ? new double[] {1, 2, 5} : new double[] {1};
    List<Double> marks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(from)); Math.pow(10, power) <= to; power++) {
      for (double digit : digits) {
        double mark = digit * Math.pow(10, power);
        if (mark >= from * (1 - TINY) && mark <= to * (1 + TINY)) {
          marks.add(mark);
        }
      }
    }
    return new Scale(from, to, true, marks);
  }

  /** Where a value stands, in percent of the axis; one beyond an end stands at that end. */
  double percent(double value) {
    double share =
        logarithmic
            ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
            : (value - from) / (to - from);
    return 100 * Math.clamp(share, 0, 1);
  }

  /** The smallest of 1, 2 and 5 times a power of ten that is at least this. */
  static double round(double atLeast) {
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    for (double digit : new double[] {1, 2, 5}) {
      if (digit * power >= atLeast * (1 - TINY)) {
        return digit * power;
      }
    }
    return 10 * power;
  }

  private static List<Double> steps(double from, double to, double step) {
    List<Double> marks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - TINY); i * step <= to + step * TINY; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  private static final double TINY = 1e-9;
}
