package dev.heddle.jsse;

import dev.heddle.config.AlpnSelectCallback;
import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.ClientHelloInfo;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.StandardConstants;

/** Has a server's SNI matchers and its ALPN selector answer; both belong to the connection. */
final class HelloBridge {

  /** Refuses a name that none of the connection's matchers takes. */
  static final ClientHelloCallback SERVER_NAMES =
      new ClientHelloCallback() {
        @Override
        public Result onClientHello(ClientHelloInfo hello) {
          return Result.REFUSE_NAME;
        }

        @Override
        public Result onClientHello(ClientHelloInfo hello, Object attachment) {
          Connection connection = (Connection) attachment;
          return takes(connection.parameters().sniMatchers(), hello.serverName())
              ? Result.SUCCESS
              : Result.REFUSE_NAME;
        }
      };

  /** Asks {@link Connection#selectApplicationProtocol}. */
  static final AlpnSelectCallback SELECTOR =
      (offered, attachment) -> ((Connection) attachment).selectApplicationProtocol(offered);

  private HelloBridge() {}

  /** As with the JDK, a client that asks for no name is let in, whatever the matchers are for. */
  private static boolean takes(List<SNIMatcher> matchers, String name) {
    if (name == null) {
      return true;
    }
    SNIHostName host;
    try {
      host = new SNIHostName(name);
    } catch (IllegalArgumentException e) {
      return false; // no name that a matcher could be asked about
    }
    return matchers.stream()
        .filter(each -> each.getType() == StandardConstants.SNI_HOST_NAME)
        .anyMatch(each -> each.matches(host));
  }
}
