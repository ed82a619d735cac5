package dev.heddle.fuzz;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.engine.TlsEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** ClientHellos of ours, without their headers. */
final class HelloSeeds {

  static void write(Seeds seeds) throws IOException {
    TlsConfig.Builder config =
        TlsConfig.builder().hostName("localhost").alpnProtocols(List.of("h2", "http/1.1"));
    seeds.add("both", body(config.build()));
    seeds.add("tls12", body(config.maxVersion(TlsVersion.TLS_1_2).requestStaple(true).build()));
  }

  private static byte[] body(TlsConfig config) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TlsEngine.client(config, null, null, new ReentrantLock(), out::write, (sent, level, code) -> {})
        .start();
    byte[] record = out.toByteArray();
    return Arrays.copyOfRange(record, 5 + 4, record.length);
  }

  private HelloSeeds() {}
}
