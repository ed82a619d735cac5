package dev.heddle.preamble;

import dev.heddle.text.IpLiteral;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The conversation with a SOCKS version 5 proxy: RFC 1928, and RFC 1929 for the login. */
final class Socks5 extends Proxy {

  private final Login login; // null: none

  Socks5(String host, int port, Login login) {
    super(host, port);
    this.login = login;
    if (login != null) {
      check(login.userBytes(), "user name");
      check(login.passwordBytes(), "password");
    }
  }

  @Override
  public String protocol() {
    return "SOCKS5";
  }

  @Override
  public void talk(PlainTalk talk, String host, int port) throws IOException {
    byte[] methods =
        login == null
            ? new byte[] {VERSION, 1, NO_LOGIN}
            : new byte[] {VERSION, 2, NO_LOGIN, USER_AND_PASSWORD};
    talk.send(methods, "the SOCKS5 proxy's choice of a login");
    version(talk);
    int method = talk.readByte();
    if (method == NONE_WILL_DO) {
      throw PlainTalk.refused(
          login == null
              ? "the SOCKS5 proxy demands a login"
              : "the SOCKS5 proxy takes no login by user name and password");
    }
    if (method == USER_AND_PASSWORD && login != null) {
      logIn(talk);
    } else if (method != NO_LOGIN) {
      throw PlainTalk.broken("the SOCKS5 proxy chose login " + method + ", which was not offered");
    }
    talk.send(request(host, port), "the SOCKS5 proxy's answer to CONNECT");
    answer(talk);
  }

  private void logIn(PlainTalk talk) throws IOException {
    byte[] user = login.userBytes();
    byte[] password = login.passwordBytes();
    byte[] message = new byte[3 + user.length + password.length];
    message[0] = LOGIN_VERSION;
    message[1] = (byte) user.length;
    System.arraycopy(user, 0, message, 2, user.length);
    message[2 + user.length] = (byte) password.length;
    System.arraycopy(password, 0, message, 3 + user.length, password.length);
    try {
      talk.send(message, "the SOCKS5 proxy's answer to the login");
    } finally {
      Arrays.fill(password, (byte) 0);
      Arrays.fill(message, (byte) 0);
    }
    int version = talk.readByte();
    if (version != LOGIN_VERSION) {
      throw PlainTalk.broken("the SOCKS5 proxy answered the login in version " + version);
    }
    int status = talk.readByte();
    if (status != 0) {
      throw PlainTalk.refused(
          "the SOCKS5 proxy refused the user name or password: status " + status);
    }
  }

  private static byte[] request(String host, int port) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, CONNECT, 0});
    byte[] address = IpLiteral.parse(host);
    if (address == null) {
      byte[] name = host.getBytes(StandardCharsets.US_ASCII);
      request.write(NAME);
      request.write(name.length);
      request.writeBytes(name);
    } else {
      request.write(address.length == 4 ? IPV4 : IPV6);
      request.writeBytes(address);
    }
    request.write(port >>> 8);
    request.write(port);
    return request.toByteArray();
  }

  private static void answer(PlainTalk talk) throws IOException {
    version(talk);
    int reply = talk.readByte();
    talk.readByte(); // reserved
    int type = talk.readByte();
    if (reply != 0) {
      // What follows says nothing, and some proxies leave it out.
      throw PlainTalk.refused("the SOCKS5 proxy could not connect: " + reason(reply));
    }
    int length =
        switch (type) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> talk.readByte();
          default ->
              throw PlainTalk.broken("the SOCKS5 proxy gave an address of unknown type " + type);
        };
    talk.read(length + 2);
  }

  private static void version(PlainTalk talk) throws IOException {
    int version = talk.readByte();
    if (version != VERSION) {
      throw PlainTalk.broken(
          String.format("this is no SOCKS5 proxy: its answer begins with 0x%02x", version));
    }
  }

  /** RFC 1928 section 6. */
  private static String reason(int reply) {
    return switch (reply) {
      case 1 -> "general failure(1)";
      case 2 -> "not allowed by its rules(2)";
      case 3 -> "network unreachable(3)";
      case 4 -> "host unreachable(4)";
      case 5 -> "connection refused(5)";
      case 6 -> "TTL expired(6)";
      case 7 -> "it knows no CONNECT(7)";
      case 8 -> "it does not take this type of address(8)";
      default -> "reply " + reply;
    };
  }

  private static void check(byte[] text, String what) {
    int length = text.length;
    Arrays.fill(text, (byte) 0);
    if (length < 1 || length > 255) {
      throw new IllegalArgumentException(
          "a SOCKS5 " + what + " has 1 to 255 bytes in UTF-8, not " + length);
    }
  }

  private static final int VERSION = 5;
  private static final int LOGIN_VERSION = 1;
  private static final int NO_LOGIN = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int NONE_WILL_DO = 0xFF;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
}
