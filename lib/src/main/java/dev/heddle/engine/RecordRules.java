package dev.heddle.engine;

import dev.heddle.config.PeerLimits;
import dev.heddle.handshake.BrokenRuleException;
import dev.heddle.handshake.HandshakeStream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * What a peer's records must be like, whatever is in them (RFC 8446 section 5). The counters of
 * {@link FloodGuard} are fed here.
 */
final class RecordRules {

  private static final int ALERT_LENGTH = 2;
  private static final int MOST_AFTER_HANDSHAKE = 1024;

  final FloodGuard flood;
  private final HandshakeStream messages;
  private boolean clientHasKeys;

  RecordRules(PeerLimits limits) {
    flood = new FloodGuard(limits);
    messages = new HandshakeStream(limits.handshakeMessageSize());
  }

  /**
   * A record's header has come.
   *
   * @param type its outer content type
   * @param length how many bytes follow
   */
  void header(int type, int length, boolean handshakeDone) throws TlsFatalAlert {
    if (!handshakeDone) {
      flood.handshakeRecord(RecordHeader.LENGTH + length);
    }
    if (type == ContentType.change_cipher_spec) {
      // bctls drops them in a TLS 1.3 handshake before anybody else can look
      // (RecordStream.java:234).
      flood.changeCipherSpec();
      interrupted("a change_cipher_spec record");
    }
    if (length == 0 && type != ContentType.application_data) {
      throw empty();
    }
    if (clientHasKeys && type == ContentType.handshake) {
      throw unprotected();
    }
  }

  /**
   * A server of TLS 1.3 has sent its ServerHello: all that the client says is protected from now
   * on, but for an alert of a client that could not read it. bctls takes what is not protected
   * until the first protected record has come (RecordStream.java:82).
   */
  void clientHasKeys() {
    clientHasKeys = true;
  }

  /**
   * A server's handshake of TLS 1.3 is done: none but a KeyUpdate of one byte can come, and nobody
   * shall have a connection that idles hold more of a message than that is worth.
   */
  void onlyKeyUpdatesFollow() {
    messages.limit(MOST_AFTER_HANDSHAKE);
  }

  /** A record has been opened. */
  void content(short type, byte[] buf, int off, int length, boolean tls13) throws TlsFatalAlert {
    switch (type) {
      case ContentType.handshake -> messages(buf, off, length, tls13);
      case ContentType.alert -> alert(buf, off, length);
      case ContentType.application_data -> interrupted("application data");
      default -> {}
    }
    if (type != ContentType.alert) {
      flood.noAlert();
    }
  }

  /** The ServerHello just handled has negotiated TLS 1.3. */
  void serverHelloChangesKeys() throws TlsFatalAlert {
    try {
      messages.serverHelloChangesKeys();
    } catch (BrokenRuleException e) {
      throw MessageBytes.alert(e);
    }
  }

  private void messages(byte[] buf, int off, int length, boolean tls13) throws TlsFatalAlert {
    try {
      messages.record(buf, off, length, tls13);
    } catch (BrokenRuleException e) {
      throw MessageBytes.alert(e);
    }
  }

  /** RFC 8446 section 5.1: an alert is one record. A fatal one is heard out at any time. */
  private void alert(byte[] buf, int off, int length) throws TlsFatalAlert {
    if (length != ALERT_LENGTH) {
      throw new TlsFatalAlert(
          AlertDescription.decode_error, "an alert record of " + length + " bytes; an alert has 2");
    }
    if (buf[off] == AlertLevel.warning) {
      interrupted("an alert");
    }
  }

  private void interrupted(String what) throws TlsFatalAlert {
    try {
      messages.interrupted(what);
    } catch (BrokenRuleException e) {
      throw MessageBytes.alert(e);
    }
  }

  /** RFC 8446 section 5. */
  static TlsFatalAlert unprotected() {
    return new TlsFatalAlert(
        AlertDescription.unexpected_message, "a record is not protected although keys are in use");
  }

  /** RFC 8446 sections 5.1 and 5.4. */
  static TlsFatalAlert empty() {
    return new TlsFatalAlert(
        AlertDescription.unexpected_message, "an empty record that is not application data");
  }
}
