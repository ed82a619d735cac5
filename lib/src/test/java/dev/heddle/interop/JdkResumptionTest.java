package dev.heddle.interop;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The JDK's SSLSocket, whose sessions are in its SSLContext. */
class JdkResumptionTest extends Resumptions {

  JdkResumptionTest() {
    super(Stack.JDK);
  }

  /**
   * Its server takes a kept session out of its cache for the first hello, and has none for the
   * second (sun.security.ssl.PreSharedKeyExtension, SSLSessionContextImpl.pull).
   */
  @Override
  Stream<Arguments> rolesAndTickets() {
    return super.rolesAndTickets().filter(a -> a.get()[0] == Ours.SERVER || (boolean) a.get()[1]);
  }
}
