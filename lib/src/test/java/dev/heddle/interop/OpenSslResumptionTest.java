package dev.heddle.interop;

/** The {@code openssl} program, whose client keeps its session in a file. */
class OpenSslResumptionTest extends Resumptions {

  OpenSslResumptionTest() {
    super(Stack.OPENSSL);
  }
}
