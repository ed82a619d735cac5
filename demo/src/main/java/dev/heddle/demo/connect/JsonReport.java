package dev.heddle.demo.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.heddle.config.StapleStatus;
import dev.heddle.config.VerifyResult;
import dev.heddle.demo.common.CertificateFacts;
import dev.heddle.demo.common.Failure;
import dev.heddle.fault.Alert;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One JSON object (RFC 8259) with what was found and, under {@code error}, why it failed. What is
 * not known is null; times are in milliseconds.
 */
final class JsonReport {

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  private JsonReport() throws IOException {
    json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter();
  }

  /**
   * The object's text.
   *
   * @param target as it was asked for
   * @param found null if no connection was made
   * @param failure null if there is none
   * @param pem whether the certificates are given whole, too
   */
  static String of(String target, Findings found, Failure failure, boolean pem) {
    try {
      JsonReport report = new JsonReport();
      report.write(target, found, failure, pem);
      return report.text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory", e);
    }
  }

  private void write(String target, Findings found, Failure failure, boolean pem)
      throws IOException {
    json.writeStartObject();
    string("target", target);
    if (found != null) {
      connection(found);
      json.writeArrayFieldStart("chain");
      for (CertificateFacts certificate : found.chain()) {
        certificate(certificate, pem);
      }
      json.writeEndArray();
      string("trusted", found.trusted());
      staple(found.staple());
      verify(found.verify(), found.enforced());
    }
    error(failure);
    json.writeEndObject();
    json.close();
  }

  private void connection(Findings found) throws IOException {
    string("address", found.address());
    json.writeObjectFieldStart("time");
    millis("resolve", found.line().resolve());
    millis("tcp", found.line().connect());
    for (Map.Entry<Phase, Duration> phase : found.line().before().entrySet()) {
      millis(phase.getKey().name().toLowerCase(Locale.ROOT), phase.getValue());
    }
    millis("handshake", found.handshake());
    json.writeObjectFieldStart("phases");
    for (Map.Entry<Phase, Duration> phase : found.phases().entrySet()) {
      millis(phase.getKey().name().toLowerCase(Locale.ROOT), phase.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
    string("protocol", found.protocol());
    string("cipher_suite", found.cipherSuite());
    string("group", found.group());
    string("peer_signature", found.peerSignature());
    string("own_signature", found.ownSignature());
    string("server_name", found.serverName());
    string("alpn", found.alpn());
    json.writeFieldName("session_reused");
    if (found.protocol() == null) {
      json.writeNull();
    } else {
      json.writeBoolean(found.ssl().sessionReused());
    }
    List<String> issuers = found.requests().issuers();
    json.writeFieldName("certificate_request");
    if (issuers == null) {
      json.writeNull();
    } else {
      json.writeStartObject();
      strings("issuers", issuers);
      string("answer", found.requests().answer());
      json.writeEndObject();
    }
  }

  private void certificate(CertificateFacts certificate, boolean pem) throws IOException {
    json.writeStartObject();
    string("subject", certificate.subject());
    string("issuer", certificate.issuer());
    string("serial", certificate.serial());
    string("not_before", certificate.notBefore().toString());
    string("not_after", certificate.notAfter().toString());
    json.writeNumberField("days_left", certificate.daysLeft());
    string("key", certificate.key());
    string("signed_with", certificate.signedWith());
    strings("names", certificate.names());
    string("sha256", certificate.sha256());
    string("key_pin", certificate.pin());
    if (pem) {
      string("pem", certificate.pem());
    }
    json.writeEndObject();
  }

  private void staple(StapleStatus staple) throws IOException {
    json.writeFieldName("ocsp_staple");
    if (staple == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    string("state", staple.state().name().toLowerCase(Locale.ROOT));
    string("detail", staple.detail());
    string("this_update", staple.thisUpdate() == null ? null : staple.thisUpdate().toString());
    string("next_update", staple.nextUpdate() == null ? null : staple.nextUpdate().toString());
    json.writeEndObject();
  }

  private void verify(VerifyResult result, boolean enforced) throws IOException {
    json.writeFieldName("verify");
    if (result == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeNumberField("code", result.code());
    string("text", result.text());
    json.writeNumberField("depth", result.depth());
    string("detail", result.ok() ? null : result.detail());
    json.writeBooleanField("enforced", enforced);
    json.writeEndObject();
  }

  private void error(Failure failure) throws IOException {
    json.writeFieldName("error");
    if (failure == null) {
      json.writeNull();
      return;
    }
    FailureReport report = failure.report();
    json.writeStartObject();
    string("category", failure.category().name().toLowerCase(Locale.ROOT));
    string("phase", report == null ? null : report.phase().name().toLowerCase(Locale.ROOT));
    string("message", failure.getMessage());
    string("alert_received", received(report));
    string("alert_sent", sent(report));
    json.writeFieldName("verify_code");
    if (report != null && report.fault() instanceof Fault.BadCertificate bad) {
      json.writeNumber(bad.code());
    } else {
      json.writeNull();
    }
    json.writeNumberField("bytes_sent", report == null ? 0 : report.sent());
    json.writeNumberField("bytes_received", report == null ? 0 : report.received());
    json.writeEndObject();
  }

  private static String received(FailureReport report) {
    return report != null && report.fault() instanceof Fault.PeerAlert alert
        ? Alert.text(alert.code())
        : null;
  }

  private static String sent(FailureReport report) {
    Alert answer =
        report == null
            ? null
            : switch (report.fault()) {
              case Fault.PeerBrokeRules f -> f.answer();
              case Fault.PeerIncompatible f -> f.answer();
              case Fault.BadCertificate f -> f.answer();
              default -> null;
            };
    return answer == null ? null : Alert.text(answer.code());
  }

  private void string(String name, String value) throws IOException {
    json.writeStringField(name, value);
  }

  private void strings(String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private void millis(String name, Duration time) throws IOException {
    json.writeNumberField(name, Math.round(time.toNanos() / 1e3) / 1e3);
  }
}
