package dev.heddle.fuzz;

/** Prints the names of the targets, for {@code run}. */
public final class ListTargets {

  /** Takes no arguments. */
  public static void main(String[] args) {
    System.out.println(Target.titles());
  }

  private ListTargets() {}
}
