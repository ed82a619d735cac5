/**
 * Transports that know no TLS: OpenSSL's source/sink BIOs in Java, and what belongs to waiting for
 * them. {@link dev.heddle.bio.Bio} is the contract; sockets, channels, memory, pairs and user
 * callbacks implement it. Depends on nothing but the JDK.
 */
package dev.heddle.bio;
