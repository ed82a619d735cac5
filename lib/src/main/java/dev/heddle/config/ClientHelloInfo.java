package dev.heddle.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ClientHello as a callback sees it: {@code SSL_client_hello_get0_ext(3)} and kin. Immutable; all
 * arrays are copies.
 *
 * @param legacyVersion the field {@code legacy_version}; 0x0303 from every client of today
 * @param random the client's random, 32 bytes
 * @param sessionId the field {@code legacy_session_id}, 0 to 32 bytes
 * @param cipherSuites the offered suites in the client's order, unknown and reserved (GREASE) ones
 *     too
 * @param extensions the extensions by type, in the client's order; values without type and length
 * @param serverName the host name of the server_name extension; null if the client sent none
 * @param alpnProtocols the offered protocols in the client's order, one char a byte; may be empty
 * @param supportedVersions the versions of supported_versions in the client's order; without that
 *     extension the legacy version alone
 */
public record ClientHelloInfo(
    int legacyVersion,
    byte[] random,
    byte[] sessionId,
    List<Integer> cipherSuites,
    Map<Integer, byte[]> extensions,
    String serverName,
    List<String> alpnProtocols,
    List<Integer> supportedVersions) {

  /** Copies what it is given. */
  public ClientHelloInfo {
    random = random.clone();
    sessionId = sessionId.clone();
    cipherSuites = List.copyOf(cipherSuites);
    extensions = copy(extensions);
    alpnProtocols = List.copyOf(alpnProtocols);
    supportedVersions = List.copyOf(supportedVersions);
  }

  /** A fresh copy of the client's random. */
  @Override
  public byte[] random() {
    return random.clone();
  }

  /** A fresh copy of the session's id; not null. */
  @Override
  public byte[] sessionId() {
    return sessionId.clone();
  }

  /** A fresh copy of all extensions, in the client's order. */
  @Override
  public Map<Integer, byte[]> extensions() {
    return copy(extensions);
  }

  /**
   * One extension.
   *
   * @param type its number
   * @return a copy of its value, or null if the client did not send it
   */
  public byte[] extension(int type) {
    byte[] value = extensions.get(type);
    return value == null ? null : value.clone();
  }

  private static Map<Integer, byte[]> copy(Map<Integer, byte[]> extensions) {
    Map<Integer, byte[]> copy = new LinkedHashMap<>();
    extensions.forEach((type, value) -> copy.put(type, value.clone()));
    return Collections.unmodifiableMap(copy);
  }
}
