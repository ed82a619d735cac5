package dev.heddle.engine;

import dev.heddle.handshake.BrokenRuleException;
import dev.heddle.handshake.Octets;
import java.util.Arrays;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsHash;

/**
 * The bytes of a handshake message, where they lie and without consuming them. The one public way
 * to them is to have bctls hash the message: this hash only looks.
 */
final class MessageBytes implements TlsHash {

  private static final int HEADER = 4;

  private byte[] buf;
  private int off;
  private int length;

  private MessageBytes() {}

  static MessageBytes of(HandshakeMessageInput message) {
    MessageBytes bytes = new MessageBytes();
    message.updateHash(bytes);
    return bytes;
  }

  /** A copy of the whole message, header included. */
  byte[] whole() {
    return Arrays.copyOfRange(buf, off, off + length);
  }

  /** Adds the whole message, header included. */
  void addTo(Transcript transcript) {
    transcript.add(buf, off, length);
  }

  /** What follows the header; valid for as long as the message is. */
  Octets body() {
    return new Octets(buf, off + HEADER, length - HEADER);
  }

  /** A broken rule as bctls wants to hear of it: it sends the alert. */
  static TlsFatalAlert alert(BrokenRuleException broken) {
    return new TlsFatalAlert((short) broken.alert().code(), broken.getMessage());
  }

  @Override
  public void update(byte[] input, int offset, int count) {
    buf = input;
    off = offset;
    length = count;
  }

  @Override
  public byte[] calculateHash() {
    throw new IllegalStateException("this only looks");
  }

  @Override
  public TlsHash cloneHash() {
    throw new IllegalStateException("this only looks");
  }

  @Override
  public void reset() {}
}
