package dev.heddle.drivers;

import okhttp3.Protocol;

/** OkHttp with HTTP/1.1. */
class OkHttp1Test extends OkHttpMatrix {
  OkHttp1Test() {
    super(Protocol.HTTP_1_1);
  }
}
