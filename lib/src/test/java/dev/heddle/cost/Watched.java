package dev.heddle.cost;

import dev.heddle.bio.Bio;
import dev.heddle.bio.FilterBio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Counts the calls of a transport, and keeps what is written in flights. */
final class Watched extends FilterBio {

  private static final int HEADER = 5;

  /** What has been written since the last byte came in. */
  private final ByteArrayOutputStream flight = new ByteArrayOutputStream();

  private final List<String> flights = new ArrayList<>();
  private int reads;
  private int writes;
  private int others;

  Watched(Bio bio) {
    super(bio);
  }

  /** The calls so far, those that moved nothing among them. */
  String calls() {
    return "reads %d writes %d others %d".formatted(reads, writes, others);
  }

  /** The records written, as type and length of what follows the header; a slash ends a flight. */
  String records() {
    endFlight();
    return String.join(" / ", flights);
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    reads++;
    int n = super.read(buf, off, len);
    if (n > 0) {
      endFlight();
    }
    return n;
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    writes++;
    int n = super.write(buf, off, len);
    flight.write(buf, off, Math.max(n, 0));
    return n;
  }

  @Override
  public boolean flush() throws IOException {
    others++;
    return super.flush();
  }

  @Override
  public boolean receiveTimeout(int millis) throws IOException {
    others++;
    return super.receiveTimeout(millis);
  }

  @Override
  public int receiveTimeout() throws IOException {
    others++;
    return super.receiveTimeout();
  }

  private void endFlight() {
    if (flight.size() == 0) {
      return;
    }
    byte[] bytes = flight.toByteArray();
    flight.reset();
    StringJoiner records = new StringJoiner(" ");
    for (int at = 0; at < bytes.length; ) {
      int length = (bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff;
      records.add(bytes[at] + ":" + length);
      at += HEADER + length;
    }
    flights.add(records.toString());
  }
}
