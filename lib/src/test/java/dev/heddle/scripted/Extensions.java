package dev.heddle.scripted;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A block of extensions as an ordered list, which may hold whatever a script puts in. The numbers
 * are those of the IANA registry "TLS ExtensionType Values".
 */
final class Extensions {

  static final int SERVER_NAME = 0;
  static final int MAX_FRAGMENT_LENGTH = 1;
  static final int STATUS_REQUEST = 5;
  static final int SUPPORTED_GROUPS = 10;
  static final int EC_POINT_FORMATS = 11;
  static final int SIGNATURE_ALGORITHMS = 13;
  static final int ALPN = 16;
  static final int SIGNED_CERTIFICATE_TIMESTAMP = 18;
  static final int PADDING = 21;
  static final int ENCRYPT_THEN_MAC = 22;
  static final int EXTENDED_MASTER_SECRET = 23;
  static final int RECORD_SIZE_LIMIT = 28;
  static final int SESSION_TICKET = 35;
  static final int PRE_SHARED_KEY = 41;
  static final int EARLY_DATA = 42;
  static final int SUPPORTED_VERSIONS = 43;
  static final int COOKIE = 44;
  static final int PSK_KEY_EXCHANGE_MODES = 45;
  static final int CERTIFICATE_AUTHORITIES = 47;
  static final int OID_FILTERS = 48;
  static final int POST_HANDSHAKE_AUTH = 49;
  static final int SIGNATURE_ALGORITHMS_CERT = 50;
  static final int KEY_SHARE = 51;
  static final int RENEGOTIATION_INFO = 0xFF01;

  /** One that nobody knows. */
  static final int UNKNOWN = 0xFADE;

  record Entry(int type, byte[] data) {}

  /** The extensions in their order; free to be changed in any way. */
  final List<Entry> entries = new ArrayList<>();

  /** Octets behind the last extension, inside the block. */
  byte[] trailing = {};

  /** Whether the whole block is left out, its length too. */
  boolean absent;

  /** One more at the end. */
  Extensions add(int type, byte... data) {
    entries.add(new Entry(type, data));
    return this;
  }

  /** One more at the front. */
  Extensions addFirst(int type, byte... data) {
    entries.add(0, new Entry(type, data));
    return this;
  }

  /** In the place of the one of that type; at the end if there is none. */
  Extensions set(int type, byte... data) {
    return has(type) ? edit(type, old -> data) : add(type, data);
  }

  /** Changes the content of each one of that type, of which there has to be one. */
  Extensions edit(int type, UnaryOperator<byte[]> change) {
    get(type);
    entries.replaceAll(e -> e.type == type ? new Entry(type, change.apply(e.data)) : e);
    return this;
  }

  Extensions remove(int type) {
    get(type);
    entries.removeIf(e -> e.type == type);
    return this;
  }

  /** A second one with the same content, at the end. */
  Extensions repeat(int type) {
    return add(type, get(type));
  }

  /** Puts the one of that type at the end. */
  Extensions moveLast(int type) {
    byte[] data = get(type);
    return remove(type).add(type, data);
  }

  boolean has(int type) {
    return entries.stream().anyMatch(e -> e.type == type);
  }

  /** The content of the first one of that type, of which there has to be one. */
  byte[] get(int type) {
    return entries.stream()
        .filter(e -> e.type == type)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no extension " + type))
        .data;
  }

  /** The block with its length of two octets. */
  byte[] block() {
    if (absent) {
      return new byte[0];
    }
    Bytes content = Bytes.of();
    entries.forEach(e -> content.u16(e.type).vec16(e.data));
    return Bytes.of().vec16(content.raw(trailing).done()).done();
  }

  /** Reads a block with its length; nothing at all is an absent one. */
  static Extensions read(Reader reader) {
    Extensions extensions = new Extensions();
    if (!reader.hasMore()) {
      extensions.absent = true;
      return extensions;
    }
    Reader block = new Reader(reader.vec16());
    while (block.hasMore()) {
      extensions.add(block.u16(), block.vec16());
    }
    return extensions;
  }
}
