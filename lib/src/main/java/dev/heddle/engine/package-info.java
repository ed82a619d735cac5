/**
 * The TLS machine without I/O, over bctls' non-blocking protocols: {@link
 * dev.heddle.engine.TlsEngine} is its face, {@link dev.heddle.engine.EndRules} what it does
 * differently from bctls, {@link dev.heddle.engine.Crypto} where each primitive runs, {@link
 * dev.heddle.chain.ChainCheck} whom it believes. Nothing here opens a socket, starts a timer or a
 * thread, or makes a lock.
 */
package dev.heddle.engine;
