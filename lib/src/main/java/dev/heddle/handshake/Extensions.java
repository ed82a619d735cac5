package dev.heddle.handshake;

import dev.heddle.fault.Alert;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One block of extensions (RFC 8446 section 4.2), in the order of the message. */
public final class Extensions {

  private final String where;
  private final Map<Integer, Octets> byType;

  private Extensions(String where, Map<Integer, Octets> byType) {
    this.where = where;
    this.byType = byType;
  }

  static Extensions none(String where) {
    return new Extensions(where, Map.of());
  }

  /**
   * Reads a block to its end. Each type occurs once (RFC 8446 section 4.2, RFC 5246 section
   * 7.4.1.4).
   *
   * @param where the message, for errors
   * @param most how many there may be
   */
  static Extensions read(String where, Octets block, int most) throws BrokenRuleException {
    Map<Integer, Octets> byType = new LinkedHashMap<>();
    String anExtension = where + ": an extension";
    while (!block.isEmpty()) {
      int type = block.u16(anExtension);
      ExtensionType known = ExtensionType.of(type);
      Octets data = block.vector16(known == null ? anExtension : known.in(where));
      if (byType.size() == most) {
        throw BrokenRuleException.illegal(where + " has more than " + most + " extensions");
      }
      if (byType.put(type, data) != null) {
        throw BrokenRuleException.illegal(where + " has " + ExtensionType.text(type) + " twice");
      }
    }
    return new Extensions(where, byType);
  }

  /** In the order of the message; not to be changed. */
  public Set<Integer> types() {
    return byType.keySet();
  }

  boolean has(ExtensionType type) {
    return byType.containsKey(type.code());
  }

  /** A fresh reader of an extension's body; null if there is no such extension. */
  Octets body(ExtensionType type) {
    return body(type.code());
  }

  /** As {@link #body(ExtensionType)}, by its number. */
  public Octets body(int type) {
    Octets body = byType.get(type);
    return body == null ? null : body.again();
  }

  /** Whether the block ends with this extension. */
  boolean endsWith(ExtensionType type) {
    int last = -1;
    for (int each : byType.keySet()) {
      last = each;
    }
    return last == type.code();
  }

  /** Demands that an extension, if it is there, has no body. */
  void requireEmpty(ExtensionType type) throws BrokenRuleException {
    Octets body = byType.get(type.code());
    if (body != null && !body.isEmpty()) {
      throw BrokenRuleException.decode(name(type) + " has a body");
    }
  }

  /** What an error calls one of these extensions. */
  String name(ExtensionType type) {
    return type.in(where);
  }

  /**
   * Demands that each of these may stand in this message and answers one that was sent before.
   *
   * @param place which message this is
   * @param asked the types that the other side has sent
   */
  void answer(ExtensionType.Place place, Set<Integer> asked) throws BrokenRuleException {
    for (int type : byType.keySet()) {
      if (!asked.contains(type)) {
        throw new BrokenRuleException(
            Alert.UNSUPPORTED_EXTENSION,
            where + " has " + ExtensionType.text(type) + ", which was not offered");
      }
      ExtensionType.requirePlace(type, place, where);
    }
  }
}
