package dev.heddle.demo.bench;

/**
 * One of the numbers that a measure yields for each peer; less is better.
 *
 * @param name what it is called in results
 * @param unit its unit
 * @param expected of this library
 */
record Quantity(String name, String unit, Expected expected) {}
