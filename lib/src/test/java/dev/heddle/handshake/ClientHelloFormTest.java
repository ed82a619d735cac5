package dev.heddle.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.fault.Alert;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A ClientHello, and each extension in it, with any number of bytes missing, or one too many. */
class ClientHelloFormTest {

  private static final int MOST_EXTENSIONS = 40;

  /** Bodies that are well-formed, and no shorter one is. */
  private static final Map<ExtensionType, String> BODIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(ExtensionType.SERVER_NAME, "0006 00 0003 612e62"),
              Map.entry(ExtensionType.MAX_FRAGMENT_LENGTH, "02"),
              Map.entry(ExtensionType.STATUS_REQUEST, "01 0003 0001 30 0001 30"),
              Map.entry(ExtensionType.SUPPORTED_GROUPS, "0004 001d 0017"),
              Map.entry(ExtensionType.EC_POINT_FORMATS, "02 00 01"),
              Map.entry(ExtensionType.SIGNATURE_ALGORITHMS, "0004 0403 0804"),
              Map.entry(ExtensionType.HEARTBEAT, "01"),
              Map.entry(
                  ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION, "0006 02 6832 02 6833"),
              Map.entry(ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP, ""),
              Map.entry(ExtensionType.CLIENT_CERTIFICATE_TYPE, "01 00"),
              Map.entry(ExtensionType.SERVER_CERTIFICATE_TYPE, "02 00 02"),
              Map.entry(ExtensionType.ENCRYPT_THEN_MAC, ""),
              Map.entry(ExtensionType.EXTENDED_MASTER_SECRET, ""),
              Map.entry(ExtensionType.RECORD_SIZE_LIMIT, "4001"),
              Map.entry(ExtensionType.EARLY_DATA, ""),
              Map.entry(ExtensionType.SUPPORTED_VERSIONS, "04 0304 0303"),
              Map.entry(ExtensionType.COOKIE, "0002 0102"),
              Map.entry(ExtensionType.PSK_KEY_EXCHANGE_MODES, "02 01 00"),
              Map.entry(ExtensionType.CERTIFICATE_AUTHORITIES, "0006 0001 30 0001 31"),
              Map.entry(ExtensionType.POST_HANDSHAKE_AUTH, ""),
              Map.entry(ExtensionType.SIGNATURE_ALGORITHMS_CERT, "0002 0403"),
              Map.entry(ExtensionType.KEY_SHARE, "000a 001d 0001 01 7a7a 0001 02"),
              Map.entry(ExtensionType.RENEGOTIATION_INFO, "00"),
              Map.entry(
                  ExtensionType.PRE_SHARED_KEY,
                  "0007 0001 61 00000000 0021 20" + "00".repeat(32))));

  static Stream<ExtensionType> types() {
    return BODIES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void extensionOfAnotherLength(ExtensionType type) throws BrokenRuleException {
    byte[] body = bytes(BODIES.get(type));
    read(hello(extension(type, body)));
    for (int length = 0; length < body.length; length++) {
      assertDecodeError(hello(extension(type, Arrays.copyOf(body, length))));
    }
    assertDecodeError(hello(extension(type, Arrays.copyOf(body, body.length + 1))));
  }

  @Test
  void helloOfAnotherLength() throws BrokenRuleException {
    StringBuilder block = new StringBuilder();
    // In the order of their numbers but for the one that has to be the last.
    BODIES.forEach(
        (type, body) -> {
          if (type != ExtensionType.PRE_SHARED_KEY) {
            block.append(extension(type, bytes(body)));
          }
        });
    block.append(
        extension(ExtensionType.PRE_SHARED_KEY, bytes(BODIES.get(ExtensionType.PRE_SHARED_KEY))));
    byte[] hello = hello(block.toString());
    assertEquals(BODIES.size(), read(hello).extensions().types().size());
    int withoutExtensions = hello("").length - 2;
    for (int length = 0; length < hello.length; length++) {
      if (length == withoutExtensions) {
        read(Arrays.copyOf(hello, length));
      } else {
        assertDecodeError(Arrays.copyOf(hello, length));
      }
    }
    assertDecodeError(Arrays.copyOf(hello, hello.length + 1));
  }

  private static ClientHello read(byte... hello) throws BrokenRuleException {
    return ClientHello.read(new Octets(hello), MOST_EXTENSIONS);
  }

  private static void assertDecodeError(byte... hello) {
    BrokenRuleException broken =
        assertThrows(
            BrokenRuleException.class, () -> read(hello), () -> HexFormat.of().formatHex(hello));
    assertEquals(Alert.DECODE_ERROR, broken.alert(), broken::getMessage);
  }

  private static byte[] hello(String block) {
    return bytes(
        "0303"
            + "00".repeat(32)
            + "01 07 0002 1301 01 00"
            + String.format("%04x", bytes(block).length)
            + block);
  }

  private static String extension(ExtensionType type, byte... body) {
    return String.format("%04x%04x", type.code(), body.length) + HexFormat.of().formatHex(body);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
