package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Phase;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an object tells of its own settings and state. */
class GettersTest {

  @Test
  void contextModesAndOptions() {
    SslContext context =
        Ends.client(TlsVersion.TLS_1_3)
            .setMode(Mode.ENABLE_PARTIAL_WRITE)
            .setOptions(Option.IGNORE_UNEXPECTED_EOF)
            .build();
    Ssl ssl = context.newSsl();
    assertSame(context, ssl.getSslContext());
    assertEquals(Set.of(TlsVersion.TLS_1_3), context.config().versions());
    assertEquals(Set.of(Mode.ENABLE_PARTIAL_WRITE, Mode.AUTO_RETRY), ssl.getMode());
    assertEquals(Set.of(Option.IGNORE_UNEXPECTED_EOF), ssl.getOptions());
    ssl.clearMode(Mode.AUTO_RETRY, Mode.ENABLE_PARTIAL_WRITE);
    ssl.setMode(Mode.ACCEPT_MOVING_WRITE_BUFFER);
    ssl.clearOptions(Option.IGNORE_UNEXPECTED_EOF);
    assertEquals(Set.of(Mode.ACCEPT_MOVING_WRITE_BUFFER), ssl.getMode());
    assertEquals(Set.of(), ssl.getOptions());
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void stateAndPhases(TlsVersion version) {
    Ssl client = Ends.localhost(Ends.client(version).build());
    Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl();
    assertEquals("before the handshake", client.stateString());
    assertEquals(Map.of(), client.getPhaseTimes());
    BioPair pair = BioPair.of(0, 0);
    client.setBio(pair.first(), pair.first());
    assertEquals(-1, client.connect());
    assertEquals("awaiting ServerHello", client.stateString());
    assertEquals(Map.of(), client.getPhaseTimes());
    server.setBio(pair.second(), pair.second());
    assertEquals(-1, server.accept());
    assertEquals(
        "awaiting " + (version == TlsVersion.TLS_1_3 ? "Finished" : "ClientKeyExchange"),
        server.stateString());
    long begin = System.nanoTime();
    while (client.connect() != 1 | server.accept() != 1) {
      assertTrue(System.nanoTime() - begin < 20_000_000_000L, "no handshake");
    }
    assertEquals("the handshake is done", client.stateString());
    assertEquals("the handshake is done", server.stateString());
    List<Phase> ofClient =
        version == TlsVersion.TLS_1_3
            ? List.of(Phase.HELLO, Phase.SERVER_AUTH)
            : List.of(Phase.HELLO, Phase.SERVER_AUTH, Phase.FINISH);
    assertEquals(ofClient, List.copyOf(client.getPhaseTimes().keySet()));
    assertEquals(
        version == TlsVersion.TLS_1_3
            ? List.of(Phase.HELLO, Phase.FINISH)
            : List.of(Phase.HELLO, Phase.CLIENT_AUTH, Phase.FINISH),
        List.copyOf(server.getPhaseTimes().keySet()));
    for (Duration each : client.getPhaseTimes().values()) {
      assertTrue(each.isPositive(), client.getPhaseTimes()::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"TLS_1_2, X25519:P-256", "TLS_1_3, X25519:P-256", "TLS_1_3, P-256"})
  void clientHelloHasRandomAndSessionId(TlsVersion version, String groups) {
    List<ClientHelloInfo> hellos = new ArrayList<>();
    SslContext servers =
        Ends.server(KeyType.EC_P256, version)
            .groupsList(groups)
            .clientHelloCallback(
                hello -> {
                  hellos.add(hello);
                  return ClientHelloCallback.Result.SUCCESS;
                })
            .build();
    Ssl client = Ends.localhost(Ends.client(version).groupsList("X25519:P-256").build());
    Ssl server = servers.newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    assertEquals(groups.equals("P-256") ? 2 : 1, hellos.size());
    for (ClientHelloInfo hello : hellos) {
      assertArrayEquals(client.getClientRandom(), hello.random());
      assertArrayEquals(hellos.get(0).sessionId(), hello.sessionId());
      hello.random()[0]++;
      assertArrayEquals(client.getClientRandom(), hello.random());
    }
  }

  @Test
  void bitsAreThoseOfOpenSsl() throws Exception {
    Process process =
        new ProcessBuilder(
                OpenSsl.program().toString(), "ciphers", "-v", "-stdname", "ALL:@SECLEVEL=0")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    Matcher matcher =
        Pattern.compile("(?m)^(TLS_\\S+) .* Enc=\\w+\\((?:.*/)?(\\d+)\\)").matcher(text);
    int compared = 0;
    while (matcher.find()) {
      for (CipherSuite suite : CipherSuite.values()) {
        if (suite.name().equals(matcher.group(1))) {
          assertEquals(Integer.parseInt(matcher.group(2)), suite.bits(), suite.name());
          compared++;
        }
      }
    }
    assertTrue(compared > 20, text);
  }
}
