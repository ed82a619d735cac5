package dev.heddle.ssl;

import dev.heddle.fault.Fault;

/** Calls that could not be meant, under the reasons OpenSSL gives for them. */
final class Misuses {

  static final Fault UNINITIALIZED =
      new Fault.Misuse("uninitialized", "set the connect or accept state first");
  static final Fault NO_STATE =
      new Fault.Misuse("connection type not set", "set the connect or accept state first");
  static final Fault NO_BIO =
      new Fault.Misuse("BIO not set", "give the connection a transport first");
  static final Fault WRONG_METHOD =
      new Fault.Misuse(
          "called a function you should not call", "the context is for the other end only");
  static final Fault SHUTDOWN_IN_INIT =
      new Fault.Misuse("shutdown while in init", "finish the handshake first, or just close");
  static final Fault STILL_IN_INIT =
      new Fault.Misuse(
          "still in init", "a key update needs a finished handshake, and the one before to be out");
  static final Fault SESSION_TOO_LATE =
      new Fault.Misuse(
          "called a function you should not call",
          "a session is set before the handshake, or after clear()");
  static final Fault WRONG_VERSION =
      new Fault.Misuse("wrong ssl version", "only TLS 1.3 has key updates");

  private Misuses() {}
}
