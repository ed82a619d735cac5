package dev.heddle.drivers.channels;

import java.io.IOException;
import javax.net.ssl.SSLSession;

/**
 * One end of a connection that carries frames, each a length of four bytes and as many bytes. The
 * first call shakes hands. One thread uses it, which its calls block.
 */
interface End extends AutoCloseable {

  /** Returns when all of it is with TCP. */
  void send(byte[] frame) throws Exception;

  /** The next frame. Whatever comes instead, the peer's goodbye included, is an exception. */
  byte[] receive() throws Exception;

  /** Demands that the peer says goodbye next; it is not enough that its bytes end. */
  void expectGoodbye() throws Exception;

  /** From now on this end sends with other keys, in TLS 1.3. */
  void updateKeys() throws Exception;

  /** What the handshake has agreed on. */
  SSLSession session();

  /** Says goodbye and closes; it waits for no answer. */
  @Override
  void close() throws IOException;
}
