package dev.heddle.handshake;

/**
 * How much a peer may say.
 *
 * @param extensions the most extensions in one message
 * @param certificates the most certificates in one chain
 */
public record Limits(int extensions, int certificates) {}
