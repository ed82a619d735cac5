package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** A server never fails without telling the client why, whatever its first record is. */
class FirstRecordTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void helloThatCannotBeRead() {
    assertAlert(Alert.DECODE_ERROR, feed(config(), "1603010006 01000002 0303"));
  }

  @Test
  void messageThatIsNoHello() {
    assertAlert(Alert.UNEXPECTED_MESSAGE, feed(config(), "1603030004 10000000"));
  }

  @Test
  void messageThatNobodyKnows() {
    assertAlert(Alert.UNEXPECTED_MESSAGE, feed(config(), "1603030004 63000000"));
  }

  @Test
  void recordThatIsNoHandshake() {
    assertAlert(Alert.UNEXPECTED_MESSAGE, feed(config(), "1703030001 00"));
  }

  @Test
  void recordThatIsTooLong() {
    assertAlert(Alert.RECORD_OVERFLOW, feed(config(), "160301ffff"));
  }

  @Test
  void messageThatIsTooLong() {
    feed(config(), "1603010004 01ffffff");
    assertEquals(7, out.size());
  }

  @Test
  void helloThatTheCallbackRefuses() {
    TlsConfig config =
        TlsConfig.builder().clientHelloCallback(hello -> ClientHelloCallback.Result.REFUSE).build();
    assertAlert(Alert.ACCESS_DENIED, feed(config, HELLO));
  }

  @Test
  void helloThatTheCredentialsCallbackFailsAt() {
    TlsConfig config =
        TlsConfig.builder()
            .serverCredentialsCallback(
                hello -> {
                  throw new IOException("the vault is closed");
                })
            .build();
    Fault fault = feed(config, HELLO);
    assertAlert(Alert.INTERNAL_ERROR, fault);
    assertTrue(assertInstanceOf(Fault.Internal.class, fault).toString().contains("vault"));
  }

  /** As libssl: whoever speaks something else would take an alert for more of it. */
  @Test
  void plainTextIsNotAnswered() {
    assertInstanceOf(
        Fault.NotTls.class,
        feed(config(), HexFormat.of().formatHex("GET / HTTP/1.1\r\n".getBytes())));
    assertEquals(0, out.size());
  }

  private static TlsConfig config() {
    return TlsConfig.builder().build();
  }

  private Fault feed(TlsConfig config, String hex) {
    byte[] record = HexFormat.of().parseHex(hex.replace(" ", ""));
    TlsEngine engine =
        TlsEngine.server(
            config, null, new ReentrantLock(), out::write, (sent, level, description) -> {});
    assertEquals(Step.MORE, engine.start());
    if (engine.recordLength(Arrays.copyOf(record, RecordHeader.LENGTH)) >= 0) {
      assertEquals(Step.FAILED, engine.feed(record, 0, record.length));
    }
    return engine.fault();
  }

  private void assertAlert(Alert alert, Fault fault) {
    assertArrayEquals(
        new byte[] {21, 3, 3, 0, 2, 2, (byte) alert.code()},
        out.toByteArray(),
        () -> fault + ": " + HexFormat.of().formatHex(out.toByteArray()));
  }

  /** The least that keeps all rules: one suite, and the SCSV for secure renegotiation. */
  private static final String HELLO =
      "160301002f 0100002b 0303" + "00".repeat(32) + "00 0004 c02b 00ff 01 00";
}
