package dev.heddle.fuzz;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Configurations of the end under test in a recorded connection. */
enum Scenario {
  CLIENT_13(true, config -> config.minVersion(TlsVersion.TLS_1_3), Fixed.CLIENT),
  CLIENT_12(true, config -> config.maxVersion(TlsVersion.TLS_1_2), Fixed.CLIENT),
  CLIENT_BOTH(true, config -> config.groups("X25519MLKEM768:X25519")),
  CLIENT_CBC(
      true,
      config ->
          config.maxVersion(TlsVersion.TLS_1_2).ciphers("AES128-SHA256:ECDHE-ECDSA-AES128-SHA")),
  SERVER_13(false, config -> asks(config).minVersion(TlsVersion.TLS_1_3), Fixed.SERVER),
  SERVER_12(false, config -> asks(config).maxVersion(TlsVersion.TLS_1_2), Fixed.SERVER),
  SERVER_RETRY(false, config -> config.groups("P-384"), Fixed.SERVER),
  SERVER_RSA(
      false,
      config -> config.maxVersion(TlsVersion.TLS_1_2).ciphers("AES128-SHA"),
      Fixed.RSA_SERVER);

  final boolean client;
  final TlsConfig config;

  Scenario(boolean client, UnaryOperator<TlsConfig.Builder> change, Credentials... own) {
    this.client = client;
    TlsConfig.Builder config = Fixed.config().groups("X25519:P-256").alpnProtocols("h2");
    if (client) {
      config.hostName("localhost");
    } else {
      config.alpnMismatchFatal(false);
    }
    this.config = change.apply(config).credentials(own).build();
  }

  private static TlsConfig.Builder asks(TlsConfig.Builder config) {
    return config.verifyMode(VerifyMode.PEER);
  }

  /** Those of one role; a byte of an input picks one of them. */
  static List<Scenario> all(boolean client) {
    return Arrays.stream(values()).filter(each -> each.client == client).toList();
  }

  /** The byte that picks this one. */
  int number() {
    return all(client).indexOf(this);
  }
}
