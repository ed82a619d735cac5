package dev.heddle.config;

import java.io.ByteArrayInputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A session's values as bytes, in the clear: what {@link SessionSeal} seals. The values follow each
 * other in a fixed order, those of no fixed size after their length. Another order or meaning needs
 * another {@link SessionSeal#FORMAT}.
 */
final class SessionCodec {

  /** A client's ticket and a chain as long as the defaults allow fit in. */
  static final int MAX_BYTES = 1 << 17;

  private static final int MAX_CERTIFICATES = 255;

  private static final int EXTENDED_MASTER_SECRET = 1;
  private static final int PEER_ASKED = 2;
  private static final int SERVER_NAME = 4;
  private static final int ALPN = 8;

  /** Version, suite, flags, ticketAgeAdd, three times, verifyResult. */
  private static final int FIXED_BYTES = 2 + 2 + 1 + 4 + 3 * (8 + 4) + 4;

  private SessionCodec() {}

  /**
   * The bytes, which the caller should wipe.
   *
   * @throws ConfigException if they are more than {@link #MAX_BYTES}, or there are more than 255
   *     certificates, or one that has no encoding
   */
  static byte[] encode(SessionValues values) {
    byte[] serverName = utf8(values.serverName());
    byte[] alpn = utf8(values.alpn());
    List<byte[]> chain = encodings(values.peerChain());
    List<byte[]> fields =
        List.of(
            values.secret(),
            values.sessionId(),
            values.ticket(),
            serverName,
            alpn,
            values.endPointHash(),
            values.settings());
    long length = FIXED_BYTES + 1 + size(fields) + size(chain);
    if (length > MAX_BYTES) {
      throw new ConfigException(
          "a session of " + length + " bytes is too large; it may have " + MAX_BYTES);
    }
    ByteBuffer out = ByteBuffer.allocate((int) length);
    out.putShort((short) values.version().code());
    out.putShort((short) values.cipherSuite().code());
    out.put(flags(values));
    out.putInt((int) values.ticketAgeAdd());
    put(out, values.authenticatedAt());
    put(out, values.createdAt());
    put(out, values.expiresAt());
    out.putInt(values.verifyResult());
    fields.forEach(field -> put(out, field));
    out.put((byte) chain.size());
    chain.forEach(certificate -> put(out, certificate));
    return out.array();
  }

  /**
   * The values that {@link #encode} has made these bytes of.
   *
   * @return null if they are anything else
   */
  static SessionValues decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      SessionValues values = values(in);
      return in.hasRemaining() ? null : values;
    } catch (CertificateException | RuntimeException e) {
      return null; // that it cannot be read is the answer, and all that there is to say
    }
  }

  private static SessionValues values(ByteBuffer in) throws CertificateException {
    TlsVersion version = TlsVersion.of(in.getShort() & 0xFFFF);
    CipherSuite suite = CipherSuite.of(in.getShort() & 0xFFFF);
    int flags = in.get();
    if (version == null || suite == null || suite.version() != version || flags >> 4 != 0) {
      return null;
    }
    long ticketAgeAdd = in.getInt() & 0xFFFFFFFFL;
    Instant authenticatedAt = instant(in);
    Instant createdAt = instant(in);
    Instant expiresAt = instant(in);
    int verifyResult = in.getInt();
    byte[] secret = field(in);
    byte[] sessionId = field(in);
    byte[] ticket = field(in);
    String serverName = text(field(in), (flags & SERVER_NAME) != 0);
    String alpn = text(field(in), (flags & ALPN) != 0);
    byte[] endPointHash = field(in);
    byte[] settings = field(in);
    return new SessionValues(
        version,
        suite,
        secret,
        sessionId,
        ticket,
        ticketAgeAdd,
        (flags & EXTENDED_MASTER_SECRET) != 0,
        authenticatedAt,
        createdAt,
        expiresAt,
        serverName,
        alpn,
        chain(in),
        verifyResult,
        (flags & PEER_ASKED) != 0,
        endPointHash,
        settings);
  }

  private static byte flags(SessionValues values) {
    return (byte)
        ((values.extendedMasterSecret() ? EXTENDED_MASTER_SECRET : 0)
            | (values.peerAsked() ? PEER_ASKED : 0)
            | (values.serverName() != null ? SERVER_NAME : 0)
            | (values.alpn() != null ? ALPN : 0));
  }

  private static List<byte[]> encodings(List<X509Certificate> chain) {
    if (chain.size() > MAX_CERTIFICATES) {
      throw new ConfigException(
          "a session with "
              + chain.size()
              + " certificates is too large; it may have "
              + MAX_CERTIFICATES);
    }
    List<byte[]> encodings = new ArrayList<>(chain.size());
    for (X509Certificate each : chain) {
      encodings.add(Der.encoding(each));
    }
    return encodings;
  }

  /** The JDK's factory keeps what it has parsed lately, and knows most of these again. */
  private static List<X509Certificate> chain(ByteBuffer in) throws CertificateException {
    int count = in.get() & 0xFF;
    if (count == 0) {
      return List.of();
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteArrayInputStream encoding = new ByteArrayInputStream(field(in));
      chain.add((X509Certificate) factory.generateCertificate(encoding));
      if (encoding.available() > 0) {
        throw new CertificateException("something follows a certificate");
      }
    }
    return chain;
  }

  private static long size(List<byte[]> fields) {
    long bytes = 0;
    for (byte[] field : fields) {
      bytes += Integer.BYTES + field.length;
    }
    return bytes;
  }

  private static void put(ByteBuffer out, byte[] field) {
    out.putInt(field.length).put(field);
  }

  /** A field's length is looked at before its bytes are made room for. */
  private static byte[] field(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    in.get(field);
    return field;
  }

  private static void put(ByteBuffer out, Instant time) {
    out.putLong(time.getEpochSecond()).putInt(time.getNano());
  }

  private static Instant instant(ByteBuffer in) {
    return Instant.ofEpochSecond(in.getLong(), in.getInt());
  }

  private static byte[] utf8(String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] utf8, boolean there) {
    return there ? new String(utf8, StandardCharsets.UTF_8) : null;
  }
}
