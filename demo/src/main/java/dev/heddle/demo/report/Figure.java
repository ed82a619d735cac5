package dev.heddle.demo.report;

/**
 * One of the numbers at the top of the page.
 *
 * @param name what it counts or measures
 * @param value with its unit
 */
public record Figure(String name, String value) {}
