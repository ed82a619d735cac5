package dev.heddle.demo.survey;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/**
 * What was found as one JSON object (RFC 8259), with the names that {@code connect --json} has.
 * What is not known is null; times are in milliseconds.
 */
final class Json {

  static String of(Survey survey) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("began", survey.began().toString());
      json.writeNumberField("took", millis(survey.took()));
      json.writeNumberField("asked", survey.asked());
      json.writeBooleanField("cut_short", survey.cutShort());
      json.writeArrayFieldStart("targets");
      for (Finding finding : survey.findings()) {
        write(json, finding);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory", e);
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, Finding finding) throws IOException {
    Finding.Agreement agreed = finding.agreed();
    json.writeStartObject();
    json.writeStringField("target", finding.target());
    json.writeStringField("address", agreed == null ? null : agreed.address());
    json.writeObjectFieldStart("time");
    time(json, "resolve", finding.resolve());
    time(json, "tcp", finding.tcp());
    time(json, "handshake", finding.handshake());
    json.writeEndObject();
    json.writeNumberField("attempts", finding.attempts());
    json.writeStringField("protocol", agreed == null ? null : agreed.version());
    json.writeStringField("cipher_suite", agreed == null ? null : agreed.suite());
    json.writeStringField("group", agreed == null ? null : agreed.group());
    truth(json, "post_quantum", agreed == null ? null : agreed.postQuantum());
    truth(json, "session_reused", finding.resumed());
    certificate(json, finding.certificate());
    error(json, finding.failure());
    json.writeEndObject();
  }

  private static void certificate(JsonGenerator json, Finding.Certificate certificate)
      throws IOException {
    json.writeFieldName("certificate");
    if (certificate == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("subject", certificate.subject());
    json.writeStringField("not_after", certificate.notAfter().toString());
    json.writeNumberField("days_left", certificate.daysLeft());
    json.writeEndObject();
  }

  private static void error(JsonGenerator json, Finding.Failed failure) throws IOException {
    json.writeFieldName("error");
    if (failure == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("category", failure.category().name().toLowerCase(Locale.ROOT));
    json.writeStringField("phase", failure.phase().name().toLowerCase(Locale.ROOT));
    json.writeStringField("message", failure.message());
    json.writeEndObject();
  }

  private static void truth(JsonGenerator json, String name, Boolean value) throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeBoolean(value);
    }
  }

  private static void time(JsonGenerator json, String name, Duration time) throws IOException {
    json.writeFieldName(name);
    if (time == null) {
      json.writeNull();
    } else {
      json.writeNumber(millis(time));
    }
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 1e3) / 1e3;
  }

  private Json() {}
}
