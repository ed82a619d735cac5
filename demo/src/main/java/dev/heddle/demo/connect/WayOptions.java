package dev.heddle.demo.connect;

import dev.heddle.fanout.Target;
import dev.heddle.preamble.Preamble;
import dev.heddle.preamble.Proxy;
import dev.heddle.preamble.StartTls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The way to the server: through a proxy, and what is said before TLS. */
final class WayOptions {

  @Option(
      names = "--starttls",
      paramLabel = "PROTOCOL",
      converter = ProtocolConverter.class,
      description =
          "Ask for TLS as this protocol does: @|italic postgres|@, @|italic mysql|@, @|italic"
              + " smtp|@, @|italic imap|@ or @|italic ldap|@. Without :PORT it is 5432, 3306, 587,"
              + " 143 or 389")
  private StartTls startTls;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "Go through a proxy, which looks the server's name up:"
              + " @|italic socks5://[USER[:PASSWORD]@]HOST[:1080]|@ or"
              + " @|italic http://[USER[:PASSWORD]@]HOST:PORT|@. A password that is not in it is"
              + " taken from the environment variable "
              + ProxyUrl.PASSWORD
              + ", where other users of the machine do not see it")
  private String proxy;

  /**
   * Where to connect to in the end.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  Target target(String text) {
    return startTls == null ? Target.parse(text) : Target.parse(text, startTls.usualPort());
  }

  /**
   * The proxy; null for none.
   *
   * @throws IllegalArgumentException saying what is wrong with its URL
   */
  Proxy proxy() {
    return proxy == null ? null : ProxyUrl.parse(proxy, System::getenv);
  }

  /** All that is said before TLS, in order. */
  List<Preamble> preambles(Proxy first) {
    List<Preamble> all = new ArrayList<>();
    if (first != null) {
      all.add(first);
    }
    if (startTls != null) {
      all.add(startTls);
    }
    return all;
  }

  /** The names of protocols as people type them. */
  static final class ProtocolConverter implements ITypeConverter<StartTls> {
    @Override
    public StartTls convert(String text) {
      return Arrays.stream(StartTls.values())
          .filter(each -> name(each).equals(text) || lower(each).equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is none of "
                          + Arrays.stream(StartTls.values())
                              .map(ProtocolConverter::name)
                              .collect(Collectors.joining(", "))));
    }

    private static String name(StartTls protocol) {
      return protocol == StartTls.POSTGRESQL ? "postgres" : lower(protocol);
    }

    private static String lower(StartTls protocol) {
      return protocol.name().toLowerCase(Locale.ROOT);
    }
  }
}
