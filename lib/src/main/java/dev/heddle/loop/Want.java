package dev.heddle.loop;

import dev.heddle.bio.Bio;

/** What a call that could not be finished now is waiting for. */
public enum Want {
  NONE,
  READ,
  WRITE,
  CONNECT,
  ACCEPT,
  CLIENT_HELLO_CALLBACK,
  CERTIFICATE_CALLBACK;

  static Want of(Bio.Retry retry, Want usual) {
    return switch (retry) {
      case NONE -> usual;
      case READ -> READ;
      case WRITE -> WRITE;
      case CONNECT -> CONNECT;
      case ACCEPT -> ACCEPT;
    };
  }
}
