package dev.heddle.scripted;

/** The client's part of a full handshake, for a server under test. */
final class ScriptedClient extends Peer {

  ScriptedClient(Terms terms, Script script, Subject subject) {
    super(terms, script, subject);
  }

  @Override
  void handshake() {
    throw new UnsupportedOperationException();
  }
}
