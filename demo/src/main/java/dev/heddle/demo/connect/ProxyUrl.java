package dev.heddle.demo.connect;

import dev.heddle.preamble.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Reads where a proxy is. Its messages do not quote the URL, which may hold a password. */
final class ProxyUrl {

  /** The environment variable with the password. */
  static final String PASSWORD = "HEDDLE_PROXY_PASSWORD";

  /**
   * A proxy from its URL.
   *
   * @param environment variables by name
   * @throws IllegalArgumentException saying what is wrong, without a word of the login
   */
  static Proxy parse(String text, UnaryOperator<String> environment) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw bad("this is no URL");
    }
    if (uri.getScheme() == null || uri.getHost() == null) {
      throw bad("say socks5://HOST:PORT or http://HOST:PORT");
    }
    boolean more = uri.getRawQuery() != null || uri.getRawFragment() != null;
    if (more || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))) {
      throw bad("nothing stands behind the port");
    }
    String host = uri.getHost().replaceAll("^\\[|]$", "");
    String[] login = login(uri.getRawUserInfo(), environment);
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "socks5", "socks5h" -> {
        int port = uri.getPort() < 0 ? 1080 : uri.getPort();
        yield login == null
            ? Proxy.socks5(host, port)
            : Proxy.socks5(host, port, login[0], login[1].toCharArray());
      }
      case "http" -> {
        if (uri.getPort() < 0) {
          throw bad("no port; say http://HOST:PORT");
        }
        yield login == null
            ? Proxy.httpConnect(host, uri.getPort())
            : Proxy.httpConnect(host, uri.getPort(), login[0], login[1].toCharArray());
      }
      default -> throw bad("the proxy is spoken to by socks5: or http:, nothing else");
    };
  }

  /** User name and password; null for none. */
  private static String[] login(String userInfo, UnaryOperator<String> environment) {
    if (userInfo == null) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    if (colon >= 0) {
      return new String[] {
        decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1))
      };
    }
    String password = environment.apply(PASSWORD);
    if (password == null) {
      throw bad("a user name without a password, and " + PASSWORD + " is not set");
    }
    return new String[] {decoded(userInfo), password};
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException bad(String why) {
    return new IllegalArgumentException("--proxy: " + why);
  }

  private ProxyUrl() {}
}
