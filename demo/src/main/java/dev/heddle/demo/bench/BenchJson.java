package dev.heddle.demo.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.heddle.demo.bench.Comparison.Spread;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;

/**
 * What was found as a list of JSON objects (RFC 8259), one for each quantity and peer, ourselves
 * among them. What is not known is null.
 *
 * <ul>
 *   <li>{@code measure}, {@code peer}, {@code version}, {@code facing}, {@code jdk} ({@code
 *       facing}: what the other end is, where it can be)
 *   <li>{@code value}, {@code unit}, {@code value_spread}: the median of the peer's rounds, and the
 *       lowest and highest
 *   <li>{@code ratio}, {@code spread}: the median, and lowest and highest, of the rounds' ratios,
 *       ours to the peer's; of ourselves there is no ratio, and the spread is that of the value
 *   <li>{@code expected}: the highest ratio or, of ourselves, value that is expected; {@code met}
 *   <li>{@code reason}: why there is no value; {@code note}: what else to know of it
 * </ul>
 */
final class BenchJson {

  static String of(BenchResult result) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (Row row : result.rows()) {
        write(json, result.facing(), row);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory", e);
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, String facing, Row row) throws IOException {
    Row.Found found = row.found();
    json.writeStartObject();
    json.writeStringField("measure", row.measure());
    json.writeStringField("peer", row.peer());
    json.writeStringField("version", row.version());
    json.writeStringField("facing", facing);
    json.writeStringField("jdk", Runtime.version().toString());
    number(
        json, "value", found == null ? OptionalDouble.empty() : OptionalDouble.of(found.value()));
    json.writeStringField("unit", row.unit());
    spread(json, "value_spread", found == null ? null : found.valueSpread());
    number(json, "ratio", found == null ? OptionalDouble.empty() : found.ratio());
    spread(json, "spread", found == null ? null : row.spread());
    number(json, "expected", row.expected());
    json.writeFieldName("met");
    if (row.isJudged()) {
      json.writeBoolean(!row.isMissed());
    } else {
      json.writeNull();
    }
    json.writeStringField("reason", row.isAbsent() ? row.note() : null);
    json.writeStringField("note", row.isAbsent() || row.note().isEmpty() ? null : row.note());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, OptionalDouble value)
      throws IOException {
    json.writeFieldName(name);
    number(json, value.orElse(Double.NaN));
  }

  private static void spread(JsonGenerator json, String name, Spread spread) throws IOException {
    json.writeFieldName(name);
    if (spread == null) {
      json.writeNull();
    } else {
      json.writeStartArray();
      number(json, spread.lowest());
      number(json, spread.highest());
      json.writeEndArray();
    }
  }

  /** JSON has no number for the ratio to 0, which a clock of coarse ticks can show. */
  private static void number(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(Math.round(value * 1e4) / 1e4);
    } else {
      json.writeNull();
    }
  }

  private BenchJson() {}
}
