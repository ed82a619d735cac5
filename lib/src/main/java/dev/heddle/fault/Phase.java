package dev.heddle.fault;

/** How far a connection had come. */
public enum Phase {
  /** Looking up the name. */
  RESOLVE("name resolution"),
  /** Opening the transport. */
  CONNECT("connect"),
  /** Asking a proxy for the way to the peer. */
  PROXY("proxy"),
  /** Talking to the peer in the clear, until both agree to begin with TLS. */
  STARTTLS("STARTTLS"),
  /** Nothing of the peer's hello has been accepted yet. */
  HELLO("handshake"),
  /** Between the hellos and the end of the server's flight. */
  SERVER_AUTH("handshake"),
  /** Between the server's flight and the client's certificate and signature. */
  CLIENT_AUTH("handshake"),
  /** Waiting for Finished. */
  FINISH("handshake"),
  /** The handshake is done. */
  DATA("data"),
  /** Our close_notify is out. */
  SHUTDOWN("shutdown");

  private final String noun;

  Phase(String noun) {
    this.noun = noun;
  }

  /** The word messages use for this phase, for example {@code handshake}. */
  public String noun() {
    return noun;
  }

  /** Whether the handshake is under way in this phase. */
  public boolean isHandshake() {
    return this == HELLO || this == SERVER_AUTH || this == CLIENT_AUTH || this == FINISH;
  }
}
