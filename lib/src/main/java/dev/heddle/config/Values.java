package dev.heddle.config;

import dev.heddle.text.Printable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks the values that a builder is given, and brings them into the form that is kept. */
final class Values {

  private Values() {}

  /** Without repetitions; {@code what} names the elements, in the plural. */
  static <T> List<T> distinct(List<T> list, String what) {
    if (list.isEmpty()) {
      throw new ConfigException("an empty list of " + what);
    }
    return List.copyOf(new LinkedHashSet<>(list));
  }

  static int atLeast(int least, int value, String what) {
    if (value < least) {
      throw new ConfigException(what + " must be " + least + " at least, not " + value);
    }
    return value;
  }

  /** The pins, without repetitions. */
  static Set<KeyPin> pins(String... texts) {
    Set<KeyPin> pins = new LinkedHashSet<>();
    for (String text : texts) {
      pins.add(KeyPin.parse(text));
    }
    return Collections.unmodifiableSet(pins);
  }

  /** A name for SNI: null and the empty string stay what they are, they have a meaning. */
  static String serverName(String name) {
    if (name == null || name.isEmpty()) {
      return name;
    }
    HostName parsed = HostName.of(name);
    if (parsed.isIp()) {
      throw new ConfigException(
          "'"
              + Printable.text(name)
              + "' is an IP address; a server name (SNI) must be a DNS name");
    }
    return parsed.text();
  }

  /** Protocols for ALPN, without repetitions: one char a byte, 1 to 255 of them each. */
  static List<String> alpnProtocols(List<String> protocols) {
    int total = 0;
    for (String protocol : protocols) {
      if (protocol.isEmpty() || protocol.length() > 255) {
        throw new ConfigException(
            "ALPN protocol '" + Printable.text(protocol) + "' must be of 1 to 255 bytes");
      }
      if (protocol.chars().anyMatch(c -> c > 0xFF)) {
        throw new ConfigException(
            "ALPN protocol '" + Printable.text(protocol) + "' has a char that is no byte");
      }
      total += protocol.length() + 1;
    }
    if (total > 65535) {
      throw new ConfigException("the ALPN protocols take more than 65535 bytes");
    }
    return List.copyOf(new LinkedHashSet<>(protocols));
  }
}
