package dev.heddle.drivers.channels;

/** tls-channel whose calls do not block, and which has others run the engine's tasks. */
class TlsChannelNonBlockingTest extends TlsChannelMatrix {

  @Override
  Library library() {
    return TlsChannels.NON_BLOCKING;
  }

  @Override
  int bulk() {
    return 10;
  }
}
