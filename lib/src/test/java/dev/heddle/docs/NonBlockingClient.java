package dev.heddle.docs;

import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** The example of {@code docs/openssl.md}: what stands between the two marks is quoted there. */
final class NonBlockingClient {

  // begin: quoted
  /** Reads all that the server sends. */
  static byte[] fetch(SslContext context, SocketChannel channel, String host) throws IOException {
    try (Selector selector = Selector.open();
        Ssl ssl = context.newSsl()) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, 0);
      ssl.setChannel(channel);
      ssl.set1Host(host); // and sends it as SNI

      int r;
      while ((r = ssl.connect()) <= 0) {
        if (!await(ssl, r, key)) {
          throw new EOFException("closed in the handshake");
        }
      }

      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buf = new byte[4096];
      do {
        while ((r = ssl.read(buf)) > 0) {
          all.write(buf, 0, r);
        }
      } while (await(ssl, r, key));

      ssl.shutdown();
      return all.toByteArray();
    }
  }

  /** True: call again. False: close_notify has come. */
  static boolean await(Ssl ssl, int ret, SelectionKey key) throws IOException {
    switch (ssl.getError(ret)) {
      case WANT_READ -> key.interestOps(SelectionKey.OP_READ);
      case WANT_WRITE -> key.interestOps(SelectionKey.OP_WRITE);
      case ZERO_RETURN -> {
        return false;
      }
      default -> throw ssl.failure(ret);
    }
    key.selector().select();
    key.selector().selectedKeys().clear();
    return true;
  }

  // end: quoted

  private NonBlockingClient() {}
}
