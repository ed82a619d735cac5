package dev.heddle.preamble;

import dev.heddle.text.Printable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A user name and a password for a proxy; the password is in no message. */
final class Login {

  private final String user;
  private final char[] password;

  /** Keeps a copy of the password. */
  Login(String user, char[] password) {
    this.user = Objects.requireNonNull(user, "user");
    this.password = password.clone();
  }

  String user() {
    return user;
  }

  /** The user name in UTF-8. */
  byte[] userBytes() {
    return user.getBytes(StandardCharsets.UTF_8);
  }

  /** The password in UTF-8, for the caller to wipe. */
  byte[] passwordBytes() {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
    Arrays.fill(encoded.array(), (byte) 0);
    return bytes;
  }

  /** Whether the user name or the password holds such a character. */
  boolean has(java.util.function.IntPredicate bad) {
    return user.chars().anyMatch(bad) || CharBuffer.wrap(password).chars().anyMatch(bad);
  }

  /** The user name alone. */
  @Override
  public String toString() {
    return Printable.text(user);
  }
}
