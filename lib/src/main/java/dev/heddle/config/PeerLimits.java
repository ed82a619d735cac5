package dev.heddle.config;

/**
 * How much a peer may cost us; whoever goes beyond is cut off with an alert. The defaults suit any
 * peer that keeps to the protocol; a service with small certificates may well lower them.
 *
 * <p>Immutable; {@code PeerLimits.defaults().withChainLength(4)}.
 *
 * @param handshakeMessageSize the greatest handshake message, in bytes without its header; 1024 or
 *     more, default 65536. Answered with illegal_parameter as soon as its header has come. For a
 *     server whose handshake of TLS 1.3 is done it is 1024: none but KeyUpdates can follow
 * @param handshakeBytes the most bytes that are taken in before the handshake is done, and with it
 *     the peer's proof of who it is if it gives one: records of every kind, headers included; 4096
 *     or more, default 262144. Answered with unexpected_message
 * @param chainLength the most certificates that a peer may present; 1 or more, default 10. Answered
 *     with illegal_parameter
 * @param extensions the most extensions in one message or one certificate's entry; 1 or more,
 *     default 64. Answered with illegal_parameter
 * @param idleMessages the most messages in a row that bring no data: empty records, KeyUpdates that
 *     we have not asked for, tickets, HelloRequests; and the most change_cipher_spec records and
 *     attempts to renegotiate, in a row or not. 1 or more, default 32 (rustls allows 32, Go 16).
 *     Answered with unexpected_message
 * @param warningAlerts the most warning alerts in a row; 1 or more, default 4, as libssl. Answered
 *     with unexpected_message
 */
public record PeerLimits(
    int handshakeMessageSize,
    int handshakeBytes,
    int chainLength,
    int extensions,
    int idleMessages,
    int warningAlerts) {

  private static final PeerLimits DEFAULTS = new PeerLimits(1 << 16, 1 << 18, 10, 64, 32, 4);

  /**
   * Limits of one's own.
   *
   * @throws ConfigException if one of them is below what its description allows
   */
  public PeerLimits {
    Values.atLeast(1024, handshakeMessageSize, "handshakeMessageSize");
    Values.atLeast(4096, handshakeBytes, "handshakeBytes");
    Values.atLeast(1, chainLength, "chainLength");
    Values.atLeast(1, extensions, "extensions");
    Values.atLeast(1, idleMessages, "idleMessages");
    Values.atLeast(1, warningAlerts, "warningAlerts");
  }

  /** What a configuration has where nothing was set. */
  public static PeerLimits defaults() {
    return DEFAULTS;
  }

  /** The same with another {@link #handshakeMessageSize}. */
  public PeerLimits withHandshakeMessageSize(int bytes) {
    return new PeerLimits(
        bytes, handshakeBytes, chainLength, extensions, idleMessages, warningAlerts);
  }

  /** The same with another {@link #handshakeBytes}. */
  public PeerLimits withHandshakeBytes(int bytes) {
    return new PeerLimits(
        handshakeMessageSize, bytes, chainLength, extensions, idleMessages, warningAlerts);
  }

  /** The same with another {@link #chainLength}. */
  public PeerLimits withChainLength(int certificates) {
    return new PeerLimits(
        handshakeMessageSize,
        handshakeBytes,
        certificates,
        extensions,
        idleMessages,
        warningAlerts);
  }

  /** The same with another number of {@link #extensions}. */
  public PeerLimits withExtensions(int most) {
    return new PeerLimits(
        handshakeMessageSize, handshakeBytes, chainLength, most, idleMessages, warningAlerts);
  }

  /** The same with another number of {@link #idleMessages}. */
  public PeerLimits withIdleMessages(int most) {
    return new PeerLimits(
        handshakeMessageSize, handshakeBytes, chainLength, extensions, most, warningAlerts);
  }

  /** The same with another number of {@link #warningAlerts}. */
  public PeerLimits withWarningAlerts(int most) {
    return new PeerLimits(
        handshakeMessageSize, handshakeBytes, chainLength, extensions, idleMessages, most);
  }
}
