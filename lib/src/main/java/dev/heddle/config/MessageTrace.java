package dev.heddle.config;

import dev.heddle.fault.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Prints the messages of a connection, one line each, as {@code openssl s_client -msg} does
 * (SSL_trace(3)): {@code >>>} is sent, {@code <<<} received.
 *
 * <pre>
 *   &gt;&gt;&gt; TLS 1.3, Handshake [length 00dc], ClientHello
 *   &lt;&lt;&lt; TLS 1.3, Handshake [length 007a], ServerHello
 * </pre>
 *
 * <p>Immutable. May be shared by connections if what it prints to is safe for use by several
 * threads, as {@code System.out} is: a message is appended by a single call.
 */
public final class MessageTrace implements MessageCallback {

  private final Appendable out;
  private final boolean hex;
  private final boolean records;

  private MessageTrace(Appendable out, boolean hex, boolean records) {
    this.out = out;
    this.hex = hex;
    this.records = records;
  }

  /** A trace that prints here the messages alone. */
  public static MessageTrace to(Appendable out) {
    return new MessageTrace(Objects.requireNonNull(out, "out"), false, false);
  }

  /** This trace, with all bytes of each message in hex below its line. */
  public MessageTrace withHex() {
    return new MessageTrace(out, true, records);
  }

  /** This trace, with a line for the header and the inner content type of each record. */
  public MessageTrace withRecords() {
    return new MessageTrace(out, hex, true);
  }

  /**
   * Prints a message.
   *
   * @throws UncheckedIOException if it cannot be appended
   */
  @Override
  public void message(boolean sent, int version, int contentType, byte[] bytes) {
    if (!records && (contentType == HEADER || contentType == INNER_CONTENT_TYPE)) {
      return;
    }
    StringBuilder text = new StringBuilder(hex ? 80 + 4 * bytes.length : 80);
    text.append(sent ? ">>> " : "<<< ").append(version(version)).append(", ");
    text.append(String.format("%s [length %04x]", kind(contentType), bytes.length));
    String detail = detail(contentType, bytes);
    text.append(detail.isEmpty() ? "" : ", ").append(detail).append('\n');
    if (hex) {
      appendHex(text, bytes);
    }
    try {
      out.append(text);
    } catch (IOException e) {
      throw new UncheckedIOException("the message trace cannot be printed", e);
    }
  }

  private static void appendHex(StringBuilder text, byte[] bytes) {
    HexFormat pairs = HexFormat.ofDelimiter(" ");
    for (int off = 0; off < bytes.length; off += 16) {
      int end = Math.min(bytes.length, off + 16);
      text.append("    ").append(pairs.formatHex(bytes, off, end)).append('\n');
    }
  }

  private static String version(int version) {
    return version >>> 8 == 3 && (version & 0xff) >= 1
        ? "TLS 1." + ((version & 0xff) - 1)
        : String.format("version %04x", version);
  }

  private static String kind(int contentType) {
    return switch (contentType) {
      case CHANGE_CIPHER_SPEC -> "ChangeCipherSpec";
      case ALERT -> "Alert";
      case HANDSHAKE -> "Handshake";
      case HEADER -> "RecordHeader";
      case INNER_CONTENT_TYPE -> "InnerContent";
      default -> "content type " + contentType;
    };
  }

  private static String detail(int contentType, byte[] bytes) {
    if (contentType == ALERT && bytes.length == 2) {
      String level = bytes[0] == 1 ? "warning" : bytes[0] == 2 ? "fatal" : "level " + bytes[0];
      Alert alert = Alert.of(bytes[1] & 0xff);
      return level
          + " "
          + (alert == Alert.UNREGISTERED ? Alert.text(bytes[1] & 0xff) : alert.rfcName());
    }
    return contentType == HANDSHAKE && bytes.length >= 4 ? handshake(bytes) : "";
  }

  /** The message's name in RFC 8446 section 4 or RFC 5246 section 7.4. */
  private static String handshake(byte[] bytes) {
    return switch (bytes[0] & 0xff) {
      case 0 -> "HelloRequest";
      case 1 -> "ClientHello";
      case 2 -> isRetry(bytes) ? "HelloRetryRequest" : "ServerHello";
      case 4 -> "NewSessionTicket";
      case 5 -> "EndOfEarlyData";
      case 8 -> "EncryptedExtensions";
      case 11 -> "Certificate";
      case 12 -> "ServerKeyExchange";
      case 13 -> "CertificateRequest";
      case 14 -> "ServerHelloDone";
      case 15 -> "CertificateVerify";
      case 16 -> "ClientKeyExchange";
      case 20 -> "Finished";
      case 22 -> "CertificateStatus";
      case 24 -> "KeyUpdate";
      default -> "handshake type " + (bytes[0] & 0xff);
    };
  }

  /** A ServerHello with a fixed random, of which the beginning will do for printing. */
  private static boolean isRetry(byte[] bytes) {
    return bytes.length > 9 && HexFormat.of().formatHex(bytes, 6, 10).equals(RETRY_RANDOM);
  }

  /** The beginning of the SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3). */
  private static final String RETRY_RANDOM = "cf21ad74";
}
