package dev.heddle.handshake;

/**
 * How much a peer may say.
 *
 * @param extensions the most extensions in one message
 */
public record Limits(int extensions) {}
