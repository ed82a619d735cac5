package dev.heddle.drivers;

import okhttp3.Protocol;

/** OkHttp with HTTP/2, which reads in a thread of its own while any number of calls write. */
class OkHttp2Test extends OkHttpMatrix {

  OkHttp2Test() {
    super(Protocol.HTTP_2, Protocol.HTTP_1_1);
  }

  @Override
  protected Blocked untilBlocked(Blocked call) {
    return call.untilWaitingIn("takeHeaders");
  }
}
