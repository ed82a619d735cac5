package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.ClientHelloInfo;
import dev.heddle.engine.FuzzDoor;
import java.io.IOException;

/**
 * A ClientHello as it is read for callbacks: the input is the message without its header.
 *
 * <p>Asserts: nothing is thrown but what the engine turns into an alert that blames the client, and
 * the server name has nothing but printable ASCII.
 */
final class HelloTarget {

  static void run(byte[] input) {
    try {
      ClientHelloInfo hello = FuzzDoor.clientHello(input);
      assertTrue(hello.random().length == 32);
      assertTrue(hello.sessionId().length <= 32);
      String name = hello.serverName();
      assertTrue(name == null || name.chars().allMatch(c -> c > 0x20 && c < 0x7f), name);
    } catch (IOException e) {
      FuzzDoor.assertBlamesPeer(e);
    }
  }

  private HelloTarget() {}
}
