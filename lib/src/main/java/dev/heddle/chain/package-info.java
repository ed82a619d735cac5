/**
 * Whom to believe: {@link dev.heddle.chain.ChainCheck} judges the chain of certificates that a peer
 * presents, by the rules of RFC 5280 and RFC 9525 and with the codes of libssl. Knows nothing of a
 * connection; opens no socket and asks no clock.
 */
package dev.heddle.chain;
