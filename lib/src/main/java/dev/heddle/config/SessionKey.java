package dev.heddle.config;

import java.util.HexFormat;
import java.util.Objects;

/**
 * Under what a {@link SessionCache} keeps sessions. For a client it stands for the peer's address,
 * the name that is asked for, and all settings that made the session trustworthy; for a server for
 * a session id and the settings that judged the client. Equal settings give equal keys in every
 * process, so that a cache may be shared; a callback among them is nobody else's, and gives keys
 * that no other process has.
 *
 * @param text 64 hexadecimal digits; nothing can be learnt from it
 */
public record SessionKey(String text) {

  /** Checks that there is a text. */
  public SessionKey {
    Objects.requireNonNull(text, "text");
  }

  /**
   * The key of a client's sessions with one peer.
   *
   * @param peer the address and port, or the name, by which the program knows the peer; null and
   *     the empty string are two different peers
   * @param trustDigest the {@link TlsConfig#trustDigest} of the client, which the name that is
   *     asked for (SNI) is a part of
   */
  public static SessionKey client(String peer, byte[] trustDigest) {
    return key(new LabelledDigest("client").add("peer", peer), trustDigest);
  }

  /**
   * The key of a session that a server keeps.
   *
   * @param id the session id of TLS 1.2, or what the ticket consists of that stands for the session
   * @param trustDigest the {@link TlsConfig#trustDigest} of the server
   */
  public static SessionKey server(byte[] id, byte[] trustDigest) {
    return key(new LabelledDigest("server").add("id", Objects.requireNonNull(id)), trustDigest);
  }

  private static SessionKey key(LabelledDigest digest, byte[] trust) {
    digest.add("trust", Objects.requireNonNull(trust, "trustDigest"));
    return new SessionKey(HexFormat.of().formatHex(digest.finish()));
  }
}
