package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.scripted.FuzzedScript;
import dev.heddle.scripted.FuzzedScript.Result;

/**
 * Handshake messages in plaintext: a scripted peer, honest but for the edits that the input asks
 * for, frames, counts and encrypts them as they have become. {@link FuzzedScript} has the form of
 * the input. The end under test is reached through {@code Ssl} and {@code MemoryBio}.
 *
 * <p>Asserts: our end throws nothing and blames no defect of its own; it finishes where nothing was
 * changed, and does not where a message was left out or doubled, or a Finished or a
 * CertificateVerify changed.
 */
final class MessagesTarget {

  static void client(byte[] input) {
    run(true, input);
  }

  static void server(byte[] input) {
    run(false, input);
  }

  private static void run(boolean client, byte[] input) {
    Result result = FuzzedScript.run(client, input);
    assertFalse(result.internal(), () -> "taken for a defect: " + result.account());
    if (input.length <= 1) {
      assertTrue(result.finished(), () -> "an honest peer is refused: " + result.account());
    }
    assertTrue(result.mayFinish() || !result.finished(), "finished all the same");
  }

  private MessagesTarget() {}
}
