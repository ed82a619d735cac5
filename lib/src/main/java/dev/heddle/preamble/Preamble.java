package dev.heddle.preamble;

import dev.heddle.fault.Phase;
import java.io.IOException;

/**
 * A conversation in the clear after which TLS begins, or the next preamble: with a proxy ({@link
 * Proxy}), or with the server itself ({@link StartTls}). One's own is an implementation of this.
 *
 * <p><b>Plain text after the go-ahead.</b> What stands in the clear behind the peer's go-ahead has
 * not been protected by TLS, so anybody on the way may have put it there; a client that kept it in
 * a buffer would later take it for an answer that came by TLS. This is the command injection of
 * CVE-2011-0411 (Wietse Venema, "Plaintext command injection in multiple implementations of
 * STARTTLS"), of CVE-2021-23222 for PostgreSQL, and of "Why TLS Is Better Without STARTTLS"
 * (Poddebniak, Ising, Böck, Schinzel, USENIX Security 2021, "NO STARTTLS") for mail programs.
 * {@link Prelude} refuses it; what arrives later than that goes to TLS, which refuses it as no
 * record of its own. There is no way back to plain text: a peer that does not want TLS is a
 * failure.
 *
 * <p>An implementation has no state of a connection, is for any number of threads, and has no
 * secrets in its {@code toString()}.
 */
public interface Preamble {

  /** The protocol's name for people, for example {@code SMTP}. */
  String protocol();

  /** {@link Phase#PROXY} or {@link Phase#STARTTLS}: where failures and times belong. */
  Phase phase();

  /**
   * Talks until the peer has agreed that TLS may begin. Blocks as long as the peer takes; whoever
   * calls this breaks the transport off when it has taken too long.
   *
   * @param talk the way to the peer
   * @param host the host that TLS is for: a name of ASCII letters, digits, hyphens, underscores and
   *     dots, or an address literal without brackets
   * @param port its port, 1 to 65535
   * @throws PreambleException if the peer refuses, or says what it must not
   * @throws IOException if the transport fails
   */
  void talk(PlainTalk talk, String host, int port) throws IOException;
}
