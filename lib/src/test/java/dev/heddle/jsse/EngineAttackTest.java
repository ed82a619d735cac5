package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.Test;

/** Engines whose peer, or whose caller, means no good. */
class EngineAttackTest {

  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);

  private static SSLContext context(Face face) {
    return face.context(TestCerts.root(), SERVER);
  }

  private static EnginePair pair(Face client, Face server, String protocol) {
    EnginePair pair =
        new EnginePair(
            context(client).createSSLEngine("localhost", 4433), context(server).createSSLEngine());
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    return pair;
  }

  private static void set(SSLEngine engine, Consumer<SSLParameters> change) {
    SSLParameters parameters = engine.getSSLParameters();
    change.accept(parameters);
    engine.setSSLParameters(parameters);
  }

  /** Which asks the matchers as the first does, and has keys and a signature made. */
  @Test
  void secondHelloIsATaskToo() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE, "TLSv1.3");
    set(
        pair.client.engine,
        p -> {
          p.setNamedGroups(new String[] {"x25519", "secp256r1", "secp384r1"});
          p.setServerNames(List.of(new SNIHostName("a.example")));
        });
    List<HandshakeStatus> asked = new ArrayList<>();
    SNIMatcher matcher =
        new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
          @Override
          public boolean matches(SNIServerName name) {
            return asked.add(pair.server.engine.getHandshakeStatus());
          }
        };
    set(
        pair.server.engine,
        p -> {
          p.setNamedGroups(new String[] {"secp384r1"});
          p.setSNIMatchers(List.of(matcher));
        });
    pair.settle();
    assertEquals(List.of(HandshakeStatus.NEED_TASK, HandshakeStatus.NEED_TASK), asked);
  }
}
