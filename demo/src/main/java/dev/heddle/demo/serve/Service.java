package dev.heddle.demo.serve;

import dev.heddle.demo.common.Failure;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslError;
import java.time.Duration;

/** What a server does on a connection once hands are shaken. */
@FunctionalInterface
interface Service {

  /**
   * Serves one connection until its end; the caller closes it.
   *
   * @param limit for each thing that is waited for
   */
  void serve(Ssl ssl, Duration limit) throws Failure;

  /**
   * Reads what is there, or waits for it.
   *
   * @return the number of bytes; 0 once the peer has said close_notify
   */
  static int read(Ssl ssl, byte[] buffer, int off, Duration limit) throws Failure {
    int[] got = new int[1];
    Failure.limited(
        ssl,
        limit,
        "read",
        () -> {
          got[0] = ssl.read(buffer, off, buffer.length - off);
          return got[0] <= 0 && ssl.getError(got[0]) == SslError.ZERO_RETURN ? 1 : got[0];
        });
    return got[0];
  }

  /** Sends all of it. */
  static void write(Ssl ssl, byte[] data, int length, Duration limit) throws Failure {
    Failure.limited(ssl, limit, "write", () -> ssl.write(data, 0, length));
  }
}
