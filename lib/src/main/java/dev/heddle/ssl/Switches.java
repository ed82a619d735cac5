package dev.heddle.ssl;

import dev.heddle.loop.Settings;
import java.util.EnumSet;
import java.util.Set;

/** Modes and options as those know them who act on them. */
final class Switches {

  static void modes(Settings settings, boolean on, Mode... modes) {
    for (Mode mode : modes) {
      switch (mode) {
        case ENABLE_PARTIAL_WRITE -> settings.partialWrite = on;
        case ACCEPT_MOVING_WRITE_BUFFER -> settings.movingWriteBuffer = on;
        case AUTO_RETRY -> settings.autoRetry = on;
      }
    }
  }

  static void options(Settings settings, SessionUse sessions, boolean on, Option... options) {
    for (Option option : options) {
      switch (option) {
        case IGNORE_UNEXPECTED_EOF -> settings.ignoreUnexpectedEof = on;
        case NO_TICKET -> sessions.noTicket = on;
      }
    }
  }

  /** The modes that are on. */
  static Set<Mode> modes(Settings settings) {
    Set<Mode> on = EnumSet.noneOf(Mode.class);
    for (Mode mode : Mode.values()) {
      boolean set =
          switch (mode) {
            case ENABLE_PARTIAL_WRITE -> settings.partialWrite;
            case ACCEPT_MOVING_WRITE_BUFFER -> settings.movingWriteBuffer;
            case AUTO_RETRY -> settings.autoRetry;
          };
      if (set) {
        on.add(mode);
      }
    }
    return on;
  }

  /** The options that are on. */
  static Set<Option> options(Settings settings, SessionUse sessions) {
    Set<Option> on = EnumSet.noneOf(Option.class);
    for (Option option : Option.values()) {
      boolean set =
          switch (option) {
            case IGNORE_UNEXPECTED_EOF -> settings.ignoreUnexpectedEof;
            case NO_TICKET -> sessions.noTicket;
          };
      if (set) {
        on.add(option);
      }
    }
    return on;
  }

  private Switches() {}
}
