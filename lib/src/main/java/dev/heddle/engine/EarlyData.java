package dev.heddle.engine;

import dev.heddle.handshake.ClientSays;
import java.io.IOException;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.TlsContext;

/**
 * Passes over the early data of a client, which we never accept and which it may have sent before
 * it could know (RFC 8446 section 4.2.10). That is every record of application data up to the
 * second ClientHello if there is one, and else each that the handshake's keys do not open, up to
 * the first that they do. How much there may be is for {@link FloodGuard#handshakeRecord} to say.
 */
final class EarlyData {

  private final ClientSays says;
  private boolean over;
  private int tried;

  EarlyData(ClientSays says) {
    this.says = says;
  }

  /**
   * Whether the record is going to be passed over unread, so that the limits of records that are
   * not protected are not its limits.
   *
   * @param type its outer content type
   * @param length how many bytes follow its header
   */
  boolean isUnread(int type, int length) {
    return mayBe(type) && says.awaitsSecondHello() && length <= MOST;
  }

  /** Whether this record, header included, is to be passed over. Leaves its bytes alone. */
  boolean passesOver(byte[] record, int off, int length, TlsContext context) throws IOException {
    if (!mayBe(record[off])) {
      return false;
    }
    if (says.awaitsSecondHello()) {
      return true;
    }
    RecordCipher cipher = ConnectionKeys.handshakeCipher(context);
    over = cipher == null || ++tried > MOST_TRIED || cipher.opensFirst(record, off, length);
    return !over;
  }

  private boolean mayBe(int type) {
    return type == ContentType.application_data && !over && says.earlyDataMayCome();
  }

  /** Each costs a decryption that fails; those behind are like any record that does not open. */
  private static final int MOST_TRIED = 64;

  /** RFC 8446 section 5.2. */
  private static final int MOST = (1 << 14) + 256;
}
