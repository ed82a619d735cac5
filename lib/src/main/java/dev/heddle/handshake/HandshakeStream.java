package dev.heddle.handshake;

import dev.heddle.fault.Alert;

/**
 * Follows the peer's handshake messages through the records that carry them (RFC 8446 section 5.1):
 * how long each may be, that nothing comes between the parts of one, and that what precedes a
 * change of keys ends with its record. Bytes behind it in the same record would be protected by the
 * wrong keys, or by none.
 */
public final class HandshakeStream {

  private static final int HEADER = 4;

  private int mostBytes;
  private int header;
  private int headerBytes;
  private int missing;
  private boolean serverHelloWasFollowed;

  /**
   * For one connection.
   *
   * @param mostBytes how long a message may be, without its header
   */
  public HandshakeStream(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * Takes note of a record's content before anything acts upon it.
   *
   * @param tls13 whether TLS 1.3 has been negotiated
   */
  public void record(byte[] buf, int off, int length, boolean tls13) throws BrokenRuleException {
    serverHelloWasFollowed = false;
    int pos = off;
    int end = off + length;
    while (pos < end) {
      if (headerBytes < HEADER) {
        header = header << 8 | buf[pos++] & 0xff;
        if (++headerBytes < HEADER) {
          continue;
        }
        missing = header & 0xffffff;
        requireSize();
      }
      int part = Math.min(missing, end - pos);
      pos += part;
      missing -= part;
      if (missing == 0) {
        headerBytes = 0;
        if (pos < end) {
          followed(header >>> 24, tls13);
        }
      }
    }
  }

  /** From now on messages are no longer than this. */
  public void limit(int bytes) {
    mostBytes = Math.min(mostBytes, bytes);
  }

  /** Whether a message has begun and not come to its end. */
  public boolean isInside() {
    return headerBytes > 0;
  }

  /**
   * Demands that no message is open, since something other than handshake messages has come. TLS
   * 1.2 leaves that to the receiver; nobody sends it.
   *
   * @param what came
   */
  public void interrupted(String what) throws BrokenRuleException {
    if (isInside()) {
      throw new BrokenRuleException(
          Alert.UNEXPECTED_MESSAGE, what + " comes between the parts of a handshake message");
    }
  }

  /** The ServerHello of the last record has turned out to negotiate TLS 1.3. */
  public void serverHelloChangesKeys() throws BrokenRuleException {
    if (serverHelloWasFollowed) {
      throw shared(MessageType.SERVER_HELLO);
    }
  }

  private void requireSize() throws BrokenRuleException {
    if (missing > mostBytes) {
      throw BrokenRuleException.illegal(
          MessageType.text(header >>> 24)
              + " of "
              + missing
              + " bytes; at most "
              + mostBytes
              + " are accepted");
    }
  }

  private void followed(int type, boolean tls13) throws BrokenRuleException {
    switch (type) {
      // Nothing may follow a hello of the client in any version: it is the server's turn.
      case MessageType.CLIENT_HELLO -> throw shared(type);
      // Only its content tells the version.
      case MessageType.SERVER_HELLO -> serverHelloWasFollowed = true;
      case MessageType.END_OF_EARLY_DATA, MessageType.FINISHED, MessageType.KEY_UPDATE -> {
        if (tls13) {
          throw shared(type);
        }
      }
      default -> {}
    }
  }

  private static BrokenRuleException shared(int type) {
    return new BrokenRuleException(
        Alert.UNEXPECTED_MESSAGE, MessageType.text(type) + " shares its record with what follows");
  }
}
