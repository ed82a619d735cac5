package dev.heddle.fanout;

import dev.heddle.net.TlsSocket;

/**
 * What to do with one connection: plain blocking code, on a virtual thread of its own.
 *
 * @param <R> what comes of it
 */
@FunctionalInterface
public interface Job<R> {

  /**
   * Uses a connection whose handshake is done. Afterwards it is closed, in an orderly way when this
   * returns, and at once when it throws. When the run ends early, or the attempt has taken too
   * long, the connection is dropped and the thread interrupted: a job that goes on regardless holds
   * up the end of the run.
   *
   * @param target whom this is about
   * @param socket the connection, this call's alone
   * @return what is handed out as {@link Result#value}; may be null
   * @throws Exception becomes this target's failure. An {@link Error} ends the whole run
   */
  R run(Target target, TlsSocket socket) throws Exception;
}
