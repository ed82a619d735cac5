package dev.heddle.interop;

import java.io.IOException;

/**
 * One end of a connection, whoever implements it. Calls block, for {@link #PATIENCE_MILLIS} at
 * most. The application's data is text in ASCII; no line of it begins with a letter, which openssl
 * would take for a command.
 */
interface Peer extends AutoCloseable {

  int PATIENCE_MILLIS = 20_000;

  /** Where a server listens, from its making on. */
  int port();

  /** Accepts a connection if this is a server, and shakes hands. */
  Agreed shakeHands() throws Exception;

  void send(String text) throws Exception;

  /** Reads this text; anything else fails. */
  void expect(String text) throws Exception;

  /** Reads the peer's close_notify; anything else fails. */
  void expectClose() throws Exception;

  /** Sends close_notify. */
  void sendClose() throws Exception;

  /** Sends a KeyUpdate. */
  void keyUpdate(boolean request) throws Exception;

  /** Asks for a new handshake on the connection. */
  void renegotiate() throws Exception;

  /** Ends the stream without close_notify. */
  void drop() throws Exception;

  /**
   * Is done with the connection; the next call shakes hands on another one of the same end, which
   * has the sessions that it kept. Terms that were changed meanwhile count from now on, but for
   * those of a program that goes on running.
   */
  void next() throws Exception;

  /** Shakes hands, reads, and says how that failed. */
  Refusal refusal() throws Exception;

  @Override
  void close() throws IOException;
}
