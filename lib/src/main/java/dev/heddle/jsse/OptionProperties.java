package dev.heddle.jsse;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.config.ConfigException;
import dev.heddle.config.KeyLog;
import dev.heddle.net.Limits;
import dev.heddle.text.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The options that system properties name, for programs that cannot be changed. */
final class OptionProperties {

  static final String PREFIX = "dev.heddle.";

  private final UnaryOperator<String> properties;

  private OptionProperties(UnaryOperator<String> properties) {
    this.properties = properties;
  }

  /**
   * As the properties are now.
   *
   * @throws ConfigException naming property and value that cannot be used
   */
  static Options read() {
    return read(System::getProperty);
  }

  /** As they would be with these properties. */
  static Options read(UnaryOperator<String> properties) {
    OptionProperties from = new OptionProperties(properties);
    Limits limits = Limits.defaults();
    return new Options(
        new Limits(
            from.limit("handshakeTimeout", limits.connect()),
            from.limit("readTimeout", limits.read()),
            from.limit("writeTimeout", limits.write()),
            from.millis("closeTimeout", limits.close()),
            limits.idle()),
        from.nagle(),
        null,
        from.keyLog(),
        from.flag("ignoreUnexpectedEof"));
  }

  private String value(String name) {
    String value = properties.apply(PREFIX + name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Zero is no limit, as it is for SO_TIMEOUT. */
  private Duration limit(String name, Duration otherwise) {
    Duration read = millis(name, otherwise);
    return read.isZero() ? Limits.FOREVER : read;
  }

  private Duration millis(String name, Duration otherwise) {
    String value = value(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,12}")) {
      throw unusable(name, value, "it must be a number of milliseconds, 0 or more", null);
    }
    return Duration.ofMillis(Long.parseLong(value));
  }

  private NaglePolicy nagle() {
    String value = value("nagle");
    if (value == null) {
      return NaglePolicy.OFF_FOR_HANDSHAKE;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "leave" -> NaglePolicy.LEAVE;
      case "off" -> NaglePolicy.OFF;
      case "off-for-handshake" -> NaglePolicy.OFF_FOR_HANDSHAKE;
      default -> throw unusable("nagle", value, "it must be leave, off or off-for-handshake", null);
    };
  }

  private KeyLog keyLog() {
    String value = value("keyLogFile");
    try {
      return value == null ? null : KeyLog.file(Path.of(value));
    } catch (IOException | InvalidPathException e) {
      throw unusable("keyLogFile", value, "the file cannot be written: " + e, e);
    }
  }

  private boolean flag(String name) {
    String value = value(name);
    if (value == null) {
      return false;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unusable(name, value, "it must be true or false", null);
    };
  }

  private static ConfigException unusable(String name, String value, String why, Exception cause) {
    return new ConfigException(
        "system property " + PREFIX + name + " is '" + Printable.text(value) + "': " + why, cause);
  }
}
