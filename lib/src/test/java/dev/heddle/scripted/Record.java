package dev.heddle.scripted;

import java.util.ArrayList;
import java.util.List;

/** A record: sealed as it goes over the wire, or open. */
record Record(int type, int version, byte[] content) {

  static final int CHANGE_CIPHER_SPEC = 20;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int DATA = 23;

  byte[] bytes() {
    return Bytes.of(type).u16(version).vec16(content).done();
  }

  /** Whole records. */
  static List<Record> read(byte[] bytes) {
    List<Record> records = new ArrayList<>();
    Reader reader = new Reader(bytes);
    while (reader.hasMore()) {
      records.add(new Record(reader.u8(), reader.u16(), reader.vec16()));
    }
    return records;
  }
}
