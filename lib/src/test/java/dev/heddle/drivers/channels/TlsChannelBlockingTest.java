package dev.heddle.drivers.channels;

/** tls-channel whose calls block. */
class TlsChannelBlockingTest extends TlsChannelMatrix {

  @Override
  Library library() {
    return TlsChannels.BLOCKING;
  }

  @Override
  int bulk() {
    return 100;
  }
}
