package dev.heddle.ssl;

import dev.heddle.loop.Settings;

/** Modes and options as the loop knows them. */
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

  static void options(Settings settings, boolean on, Option... options) {
    for (Option option : options) {
      switch (option) {
        case IGNORE_UNEXPECTED_EOF -> settings.ignoreUnexpectedEof = on;
      }
    }
  }

  private Switches() {}
}
