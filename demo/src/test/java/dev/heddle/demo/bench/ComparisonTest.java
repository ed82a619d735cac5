package dev.heddle.demo.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.demo.bench.Comparison.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians, and the ratios of neighbours. */
class ComparisonTest {

  @Test
  void ratiosAreThoseOfEachRound() {
    var both = new Comparison(new double[] {10, 30, 20}, new double[] {20, 20, 100});
    assertEquals(20, both.ourMedian());
    assertEquals(20, both.theirMedian());
    assertEquals(0.5, both.ratio());
    assertEquals(new Spread(0.2, 1.5), both.ratioSpread());
    assertEquals(new Spread(20, 100), both.theirSpread());
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetween() {
    assertEquals(2.5, Comparison.median(4, 1, 2, 3));
    assertEquals(7, Comparison.median(7));
  }

  @Test
  void aColumnIsOneQuantityOfAllRounds() {
    List<double[]> rounds = List.of(new double[] {1, 2}, new double[] {3, 4});
    assertArrayEquals(new double[] {2, 4}, Comparison.column(rounds, 1));
  }
}
