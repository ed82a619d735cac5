package dev.heddle.jsse;

/**
 * What happens to a connection besides what was agreed.
 *
 * @param client whether it is done by the client, or to what the client sends
 * @param at the number of the end's step, or of the byte
 * @param bytes what comes in a byte's place; one byte: the bits of it that change
 */
record MachineTrouble(Kind kind, boolean client, int at, byte[] bytes) {

  /** What it is. */
  enum Kind {
    NONE,
    /** An end calls closeOutbound, wherever it is. */
    CLOSE_OUTBOUND,
    /** An end calls closeInbound, wherever it is. */
    CLOSE_INBOUND,
    /** All that comes after a byte is lost. */
    CUT,
    /** A byte is another, or several others. */
    CHANGE
  }

  static MachineTrouble draw(MachineChoices choices) {
    Kind kind = choices.percent(50) ? Kind.NONE : choices.of(Kind.values());
    int at =
        switch (kind) {
          case CUT, CHANGE -> choices.below(choices.of(10, 200, 1000, 5000, 40_000));
          default -> choices.below(choices.of(3, 20, 60, 200));
        };
    byte[] bytes = choices.bytes(choices.of(1, 1, 1, choices.between(2, 400)));
    return new MachineTrouble(kind, choices.percent(50), at, bytes);
  }

  boolean isNone() {
    return kind == Kind.NONE;
  }

  /** Lays it in the pipe that the given end writes to. */
  void lay(MachinePipe pipe) {
    switch (kind) {
      case CUT -> pipe.cutAt(at);
      case CHANGE -> pipe.changeAt(at, bytes);
      default -> {}
    }
  }

  @Override
  public String toString() {
    return isNone() ? "none" : kind + " of " + (client ? "client" : "server") + " at " + at;
  }
}
