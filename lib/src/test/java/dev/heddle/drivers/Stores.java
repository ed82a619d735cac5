package dev.heddle.drivers;

import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** The key stores in files of those drivers that make their own managers from them. */
record Stores(Path trust, Path client, Path strangeClient) {

  static final String PASSWORD = "heddle";

  /** Writes them into that directory. */
  static Stores write(Path directory) throws IOException, GeneralSecurityException {
    Stores stores =
        new Stores(
            directory.resolve("trust.p12"),
            directory.resolve("client.p12"),
            directory.resolve("strange-client.p12"));
    try (OutputStream out = Files.newOutputStream(stores.trust)) {
      Pki.root().trustStore().store(out, PASSWORD.toCharArray());
    }
    write(stores.client, Pki.client(Scenario.CLIENT_CERTIFICATE));
    write(stores.strangeClient, Pki.client(Scenario.STRANGE_CLIENT_CERTIFICATE));
    return stores;
  }

  private static void write(Path file, Identity identity) throws IOException {
    Files.write(file, identity.pkcs12(PASSWORD.toCharArray()));
  }

  /** What the client of that scenario has to show; null for nothing. */
  Path client(Scenario scenario) {
    return switch (scenario) {
      case CLIENT_CERTIFICATE -> client;
      case STRANGE_CLIENT_CERTIFICATE -> strangeClient;
      default -> null;
    };
  }
}
