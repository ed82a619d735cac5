package dev.heddle.demo.serve;

import dev.heddle.demo.common.Failure;
import dev.heddle.ssl.Ssl;
import java.time.Duration;

/** Sends back what it receives. */
final class Echo implements Service {

  @Override
  public void serve(Ssl ssl, Duration limit) throws Failure {
    byte[] buffer = new byte[BUFFER];
    int n;
    while ((n = Service.read(ssl, buffer, 0, limit)) > 0) {
      Service.write(ssl, buffer, n, limit);
    }
    Failure.limited(ssl, limit, "shutdown", ssl::shutdown);
  }

  private static final int BUFFER = 16384;
}
