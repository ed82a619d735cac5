package dev.heddle.drivers;

import okhttp3.Protocol;

/** OkHttp with HTTP/2, which reads in a thread of its own while any number of calls write. */
class OkHttp2Test extends OkHttpMatrix {

  OkHttp2Test() {
    super(Protocol.HTTP_2, Protocol.HTTP_1_1);
  }

  /** Where its own thread hears the refusal before the call begins, the call is not told of it. */
  @Override
  protected String noClientCertificateText() {
    return super.noClientCertificateText() + "|ConnectionShutdownException";
  }

  @Override
  protected String strangeClientCertificateText() {
    return super.strangeClientCertificateText() + "|ConnectionShutdownException";
  }

  @Override
  protected Blocked untilBlocked(Blocked call) {
    return call.untilWaitingIn("takeHeaders");
  }
}
