package dev.heddle.demo;

/** Runs one of the demonstrations. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("Heddle demo on Java " + Runtime.version());
  }
}
