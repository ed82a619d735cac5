package dev.heddle.fuzz;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Keys, certificates and an hour that never change, so that what was recorded once goes on: {@link
 * MakeCorpus} has made them.
 */
final class Fixed {

  /** In the middle of the certificates' validity. */
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  /** The authority above all others; P-256. */
  static final Credentials ROOT = identity("root");

  /** An authority below it. */
  static final Credentials INTERMEDIATE = identity("intermediate");

  /** A server for localhost, below the intermediate authority; P-256. */
  static final Credentials SERVER = identity("server");

  /** The same with an RSA key, below the root. */
  static final Credentials RSA_SERVER = identity("rsa-server");

  /** A client, below the root; P-256. */
  static final Credentials CLIENT = identity("client");

  /** Trusts the root alone, at that hour. */
  static TlsConfig.Builder config() {
    return TlsConfig.builder().trust(Trust.of(List.of(root()))).clock(() -> NOW);
  }

  static X509Certificate root() {
    return ROOT.chain().get(0);
  }

  /** A file of an identity: the key, then the chain. */
  static byte[] file(String name) {
    try {
      return Files.readAllBytes(Corpus.identities().resolve(name + ".pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Credentials identity(String name) {
    byte[] both = file(name);
    return Credentials.pem(both, both);
  }

  private Fixed() {}
}
