package dev.heddle.jsse;

/** One connection's session, as {@code SSLSocket.getSession} gives it. */
final class TlsSession {}
