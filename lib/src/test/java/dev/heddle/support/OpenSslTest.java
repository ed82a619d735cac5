package dev.heddle.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts.KeyType;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenSslTest {

  @ParameterizedTest
  @MethodSource("dev.heddle.support.TestCerts$KeyType#accepted")
  void serverAndClientTalk(KeyType type) throws Exception {
    try (OpenSsl server = OpenSsl.server(TestCerts.localhost(type));
        OpenSsl client =
            OpenSsl.client(
                server.port(),
                TestCerts.root(),
                "-verify_return_error",
                "-verify_hostname",
                "localhost")) {
      client.await(Pattern.compile("Verif(y return code: 0|ication: OK)"));
      client.type("from the client\n");
      server.await("from the client");
      server.type("from the server\n");
      client.await("from the server");
      client.endInput();
      assertEquals(0, client.exitCode(), client::output);
      server.await("DONE");
    }
  }

  @Test
  void serverThatCannotStartSaysWhy() {
    OpenSsl.program();
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () -> OpenSsl.server(TestCerts.localhost(KeyType.EC_P256), "-no_such_option"));
    assertTrue(error.getMessage().contains("no_such_option"), error.getMessage());
  }

  @Test
  void closeEndsTheProcess() throws Exception {
    OpenSsl server = OpenSsl.server(TestCerts.localhost(KeyType.EC_P256));
    assertTrue(ProcessHandle.of(server.pid()).isPresent());
    server.close();
    assertTrue(ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void programIsLookedForOnThePath() {
    assertEquals(Optional.empty(), OpenSsl.find("openssl", "/nowhere"));
    assertEquals(Optional.empty(), OpenSsl.find("openssl", null));
  }
}
