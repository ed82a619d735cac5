package dev.heddle.demo.bench;

import dev.heddle.demo.common.MadeUpAuthority.Keys;
import java.util.Locale;

/**
 * The part that a process plays: what a measure wants of it, and what its arguments tell it.
 *
 * @param role which end of the connections it is
 * @param handshake what kind of handshakes they have
 * @param suite by its name in the registry of TLS
 * @param group {@code x25519} or {@code x25519mlkem768}
 * @param keys of the server's chain
 * @param atOnce how many connections a client makes at the same time
 */
record Part(Role role, Handshake handshake, String suite, String group, Keys keys, int atOnce) {

  /** Which end of the connections a process is. */
  enum Role {
    CLIENT,
    SERVER,
    /** Both in one process and in memory: it faces nobody. */
    BOTH
  }

  /** What kind of handshakes there are. */
  enum Handshake {
    /** Each is a full one, with the same chain. */
    FULL,
    /** Each resumes a session, but the first ones. */
    RESUMED,
    /** Each is a full one, with a name and a chain of its own. */
    FRESH
  }

  /** The plainest one: full handshakes, and what TLS 1.3 has everywhere. */
  static Part of(Role role) {
    return new Part(role, Handshake.FULL, AES_128, "x25519", Keys.P256, 4);
  }

  Part handshake(Handshake other) {
    return new Part(role, other, suite, group, keys, atOnce);
  }

  Part suite(String other) {
    return new Part(role, handshake, other, group, keys, atOnce);
  }

  Part group(String other) {
    return new Part(role, handshake, suite, other, keys, atOnce);
  }

  Part keys(Keys other) {
    return new Part(role, handshake, suite, group, other, atOnce);
  }

  /** The part of the other end. */
  Part opposite() {
    Role other = role == Role.CLIENT ? Role.SERVER : Role.CLIENT;
    return new Part(other, handshake, suite, group, keys, atOnce);
  }

  /** A word of an enumeration as the arguments have it. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static final String AES_128 = "TLS_AES_128_GCM_SHA256";
  static final String AES_256 = "TLS_AES_256_GCM_SHA384";
  static final String CHACHA_20 = "TLS_CHACHA20_POLY1305_SHA256";
  static final String HYBRID = "x25519mlkem768";
}
