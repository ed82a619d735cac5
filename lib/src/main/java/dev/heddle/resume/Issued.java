package dev.heddle.resume;

import dev.heddle.config.Session;

/**
 * What a server hands out for a session.
 *
 * @param ticket what stands for it
 * @param session the session; where the ticket is the session, sealed, its secret is nowhere else,
 *     and missing here
 * @param seconds how long the ticket can be used, 1 to 604800
 */
public record Issued(byte[] ticket, Session session, int seconds) {}
