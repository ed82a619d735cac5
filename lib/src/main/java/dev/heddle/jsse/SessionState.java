package dev.heddle.jsse;

/** What a session shares with those that resume it: its id, values and times. */
final class SessionState {}
