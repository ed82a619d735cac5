package dev.heddle.config;

/**
 * Something given to this package cannot be used: a file that is not there or not what it should
 * be, a key that does not fit its certificate, an unknown name in a list. The message names the
 * file, alias or list element and never holds key material or a password; the cause, if any, is
 * what the JDK threw.
 *
 * <p>It is the one exception of this package. It is unchecked, since what it reports is decided
 * where the program is configured and not where a connection is made.
 */
public final class ConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception without a cause.
   *
   * @param message what cannot be used, and why
   */
  public ConfigException(String message) {
    super(message);
  }

  /**
   * An exception with a cause.
   *
   * @param message what cannot be used, and why
   * @param cause what was thrown below; may be null
   */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
