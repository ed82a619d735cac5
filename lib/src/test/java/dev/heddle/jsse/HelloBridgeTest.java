package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.jsse.Talk.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's SNI matchers and ALPN selector; what they do is what they do with the JDK's. */
class HelloBridgeTest {

  private static SSLContext server(Face face) {
    return face.context(
        Talk.keys("SunX509", TestCerts.localhost(KeyType.EC_P256)), new Recorder().trust());
  }

  private static Consumer<SSLSocket> set(Consumer<SSLParameters> change) {
    return socket -> {
      SSLParameters parameters = socket.getSSLParameters();
      change.accept(parameters);
      socket.setSSLParameters(parameters);
    };
  }

  private static Consumer<SSLSocket> asking(List<SNIServerName> names) {
    return set(parameters -> parameters.setServerNames(names));
  }

  private static Consumer<SSLSocket> matching(SNIMatcher... matchers) {
    return set(parameters -> parameters.setSNIMatchers(List.of(matchers)));
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void matchersDecideAboutTheName(Face face) throws Exception {
    SSLContext client = Face.SUN.context(null, new Recorder().trust());
    SNIMatcher a = SNIHostName.createSNIMatcher("a\\.test");
    SNIMatcher ab = SNIHostName.createSNIMatcher("[ab]\\.test");
    SNIMatcher other =
        new SNIMatcher(77) {
          @Override
          public boolean matches(SNIServerName name) {
            return false;
          }
        };
    SSLContext server = server(face);
    List<SNIServerName> name = List.of(new SNIHostName("b.test"));
    Talk.between(client, asking(name), server, matching(ab, other)).well();
    Talk.between(client, asking(List.of()), server, matching(a)).well();
    for (SNIMatcher[] none : new SNIMatcher[][] {{a, other}, {other}}) {
      Talk refused = Talk.between(client, asking(name), server, matching(none));
      assertInstanceOf(SSLException.class, refused.serverFailed);
      assertTrue(
          refused.clientFailed.getMessage().contains("unrecognized_name"),
          refused.clientFailed::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void selectorChooses(String protocol) throws Exception {
    for (Face face : Face.values()) {
      SSLContext client = Face.SUN.context(null, new Recorder().trust());
      Consumer<SSLSocket> offering =
          set(p -> p.setApplicationProtocols(new String[] {"h2", "http/1.1"}));
      List<Object> told = new ArrayList<>();
      Consumer<SSLSocket> selecting =
          socket -> {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setHandshakeApplicationProtocolSelector(
                (asked, offered) -> {
                  told.add(asked == socket);
                  told.add(offered);
                  told.add(asked.getHandshakeSession().getProtocol());
                  return "http/1.1";
                });
          };
      SSLContext server = server(face);
      Talk talk = Talk.between(client, offering, server, selecting).well();
      assertEquals("http/1.1", talk.clientProtocol);
      assertEquals("http/1.1", talk.serverProtocol);
      assertEquals(List.of(true, List.of("h2", "http/1.1"), protocol), told, face.name());
      Talk without =
          Talk.between(
                  client,
                  offering,
                  server,
                  socket -> socket.setHandshakeApplicationProtocolSelector((s, offered) -> ""))
              .well();
      assertEquals("", without.clientProtocol);
      assertEquals("", without.serverProtocol);
      Talk none =
          Talk.between(
              client,
              offering,
              server,
              socket -> socket.setHandshakeApplicationProtocolSelector((s, offered) -> null));
      assertInstanceOf(SSLHandshakeException.class, none.serverFailed);
      assertTrue(
          none.clientFailed.getMessage().contains("no_application_protocol"),
          none.clientFailed::toString);
    }
  }
}
