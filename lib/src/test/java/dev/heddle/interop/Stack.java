package dev.heddle.interop;

/** Who implements an end. */
enum Stack {
  HEDDLE,
  OPENSSL,
  JDK;

  Peer client(Terms terms, int port) throws Exception {
    return switch (this) {
      case HEDDLE -> HeddlePeer.client(terms, port);
      case OPENSSL -> OpenSslPeer.client(terms, port);
      case JDK -> JdkPeer.client(terms, port);
    };
  }

  Peer server(Terms terms) throws Exception {
    return switch (this) {
      case HEDDLE -> HeddlePeer.server(terms);
      case OPENSSL -> OpenSslPeer.server(terms);
      case JDK -> JdkPeer.server(terms);
    };
  }
}
