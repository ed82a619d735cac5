package dev.heddle.interop;

import java.util.List;

/** The {@code openssl} program, whose client keeps its session in a file. */
class OpenSslResumptionTest extends Resumptions {

  OpenSslResumptionTest() {
    super(Stack.OPENSSL);
  }

  @Override
  List<Ours> roles() {
    return List.of(Ours.CLIENT);
  }
}
