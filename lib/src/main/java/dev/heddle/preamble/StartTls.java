package dev.heddle.preamble;

import dev.heddle.fault.Phase;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a server is asked in the clear to go on with TLS, for protocols whose usual port does not
 * begin with it. A server that refuses, or has no TLS, is a failure with its own words in it: TLS
 * is never done without. The words came in the clear, so anybody may have written them; messages
 * quote and escape them and cut them off, so that it shows where they end (the boundary that
 * CVE-2024-10977 is about, for PostgreSQL).
 */
public enum StartTls implements Preamble {

  /**
   * PostgreSQL's SSLRequest (PostgreSQL documentation, "Message Flow", "SSL Session Encryption").
   */
  POSTGRESQL("PostgreSQL", 5432) {
    @Override
    public void talk(PlainTalk talk, String host, int port) throws IOException {
      PostgreSqlStart.talk(talk);
    }
  },

  /**
   * The SSLRequest packet of MySQL and MariaDB (MySQL source documentation, "Connection Phase").
   * The server's greeting is read; {@link #mySql} is for drivers that need it. The next packet to
   * the server, inside TLS, has the sequence number 2.
   */
  MYSQL("MySQL", 3306) {
    @Override
    public void talk(PlainTalk talk, String host, int port) throws IOException {
      MySqlStart.talk(talk);
    }
  },

  /**
   * SMTP's STARTTLS (RFC 3207). The client says EHLO again inside TLS; here it does as {@code
   * [127.0.0.1]}, and {@link #smtp} is for servers that want a better name.
   */
  SMTP("SMTP", 587) {
    @Override
    public void talk(PlainTalk talk, String host, int port) throws IOException {
      SmtpStart.talk(talk, "[127.0.0.1]");
    }
  },

  /** IMAP's STARTTLS (RFC 9051 section 6.2.1). */
  IMAP("IMAP", 143) {
    @Override
    public void talk(PlainTalk talk, String host, int port) throws IOException {
      ImapStart.talk(talk);
    }
  },

  /** LDAP's StartTLS extended operation (RFC 4511 section 4.14). */
  LDAP("LDAP", 389) {
    @Override
    public void talk(PlainTalk talk, String host, int port) throws IOException {
      LdapStart.talk(talk);
    }
  };

  private final String protocol;
  private final int port;

  StartTls(String protocol, int port) {
    this.protocol = protocol;
    this.port = port;
  }

  /**
   * As {@link #MYSQL}, and hands on what the server has said of itself.
   *
   * @param greeting given the payload of the server's first packet, Protocol::HandshakeV10, before
   *     TLS is asked for; a copy of its own. Nobody has vouched for it: TLS comes later
   */
  public static Preamble mySql(Consumer<byte[]> greeting) {
    Objects.requireNonNull(greeting, "greeting");
    return new Special(MYSQL, talk -> greeting.accept(MySqlStart.talk(talk)));
  }

  /**
   * As {@link #SMTP}, with a name of the client's own.
   *
   * @param client what EHLO says (RFC 5321 section 4.1.1.1): a domain name, or an address literal
   *     in brackets
   * @throws IllegalArgumentException if it is neither
   */
  public static Preamble smtp(String client) {
    if (!client.matches("[A-Za-z0-9._-]{1,253}|\\[[A-Za-z0-9.:]{1,64}]")) {
      throw new IllegalArgumentException(PlainTalk.quote(client) + " is no name for EHLO");
    }
    return new Special(SMTP, talk -> SmtpStart.talk(talk, client));
  }

  /** The port that is usual where TLS is asked for in this way. */
  public int usualPort() {
    return port;
  }

  /** {@link Phase#STARTTLS}. */
  @Override
  public Phase phase() {
    return Phase.STARTTLS;
  }

  /** The conversation of a protocol with something added. */
  private record Special(StartTls like, Words words) implements Preamble {

    /** What is said. */
    @FunctionalInterface
    interface Words {
      void say(PlainTalk talk) throws IOException;
    }

    @Override
    public String protocol() {
      return like.protocol();
    }

    @Override
    public Phase phase() {
      return Phase.STARTTLS;
    }

    @Override
    public void talk(PlainTalk talk, String host, int port) throws IOException {
      words.say(talk);
    }

    @Override
    public String toString() {
      return like.toString();
    }
  }

  @Override
  public String protocol() {
    return protocol;
  }
}
