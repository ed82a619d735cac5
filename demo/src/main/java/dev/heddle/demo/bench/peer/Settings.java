package dev.heddle.demo.bench.peer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * What a process is told by its arguments, each {@code KEY=VALUE}. Whoever asks for what was not
 * said is told so.
 */
public final class Settings {

  private final Map<String, String> values = new HashMap<>();

  /** Reads the arguments. */
  public Settings(String... arguments) {
    for (String argument : arguments) {
      int at = argument.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("not KEY=VALUE: " + argument);
      }
      values.put(argument.substring(0, at), argument.substring(at + 1));
    }
  }

  /** The value of a key. */
  public String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the argument " + key + "= is missing");
    }
    return value;
  }

  /** The file that a key names. */
  public Path file(String key) {
    return Path.of(text(key));
  }

  /** Whether this process connects; otherwise it accepts. */
  public boolean isClient() {
    return switch (text("role")) {
      case "client" -> true;
      case "server" -> false;
      default -> throw new IllegalArgumentException("role=" + text("role") + ": client or server");
    };
  }

  /** Whether sessions are resumed; otherwise none may be. */
  public boolean resumes() {
    return text("handshake").equals("resumed");
  }

  /** Whether each connection of a client is to a name of its own, with a chain of its own. */
  public boolean isFresh() {
    return text("handshake").equals("fresh");
  }

  /** Whether the key exchange is the hybrid one; otherwise it is X25519. */
  public boolean isHybrid() {
    return switch (text("group")) {
      case "x25519mlkem768" -> true;
      case "x25519" -> false;
      default -> throw new IllegalArgumentException("group=" + text("group") + " is not known");
    };
  }

  /** Fails if a handshake has agreed on another protocol or suite. */
  void checkAgreed(SSLSession session) throws SSLException {
    String protocol = session.getProtocol();
    String suite = session.getCipherSuite();
    if (!protocol.equals("TLSv1.3") || !suite.equals(text("suite"))) {
      throw new SSLException("agreed on " + protocol + " with " + suite);
    }
  }

  /** Fails unless connections were resumed, or were not, as they should be. */
  void checkResumed(int resumed, int count) {
    // The first connections to a peer have nothing to resume.
    if (resumes() ? resumed < count - atOnce() : resumed > 0) {
      throw new IllegalStateException(resumed + " of " + count + " connections were resumed");
    }
  }

  /** How many connections are made at the same time. */
  public int atOnce() {
    return Integer.parseInt(text("at-once"));
  }

  /** The name that a client asks for and verifies in its connection of this number, from 0 on. */
  public String host(long number) {
    return isFresh() ? "n" + number + "." + text("host") : text("host");
  }
}
