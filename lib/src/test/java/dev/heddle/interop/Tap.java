package dev.heddle.interop;

import dev.heddle.bio.Bio;
import dev.heddle.bio.FilterBio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Looks at the first bytes of both directions as they pass. */
final class Tap extends FilterBio {

  private static final int KEPT = 4096;

  private final ByteArrayOutputStream in = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Tap(Bio bio) {
    super(bio);
  }

  /** Whether a ServerHello with the random of RFC 8446 section 4.1.3 has passed. */
  boolean sawHelloRetry() {
    try {
      byte[] text = "HelloRetryRequest".getBytes(StandardCharsets.US_ASCII);
      byte[] random = MessageDigest.getInstance("SHA-256").digest(text);
      String wanted = new String(random, StandardCharsets.ISO_8859_1);
      return in.toString(StandardCharsets.ISO_8859_1).contains(wanted)
          || out.toString(StandardCharsets.ISO_8859_1).contains(wanted);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void note(ByteArrayOutputStream kept, byte[] buf, int off, int n) {
    if (n > 0) {
      kept.write(buf, off, Math.min(n, Math.max(0, KEPT - kept.size())));
    }
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    int n = super.read(buf, off, len);
    note(in, buf, off, n);
    return n;
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    int n = super.write(buf, off, len);
    note(out, buf, off, n);
    return n;
  }
}
