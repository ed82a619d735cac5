package dev.heddle.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.Bio;
import dev.heddle.bio.CallbackBio;
import dev.heddle.bio.MemoryBio;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Alert;
import dev.heddle.ssl.ErrorEntry;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.ssl.SslError;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Ourselves, through the public face. */
final class HeddleSubject implements Subject {

  private final boolean client;
  private final Ssl ssl;
  private final MemoryBio source = MemoryBio.create();
  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private boolean finished;
  private ErrorEntry error;

  HeddleSubject(Terms terms) {
    client = terms.client();
    ssl = SslContext.from(config(terms)).build().newSsl();
    ssl.setBio(source, sink());
  }

  /** With an address, without which a client's cache is not looked into. */
  private Bio sink() {
    return CallbackBio.over(
            source::read,
            (bytes, off, len) -> {
              sink.write(bytes, off, len);
              return len;
            })
        .blocking(false)
        .peer("localhost:443")
        .build();
  }

  private static TlsConfig config(Terms terms) {
    Memory memory = terms.memory();
    TlsConfig.Builder config =
        TlsConfig.builder()
            .minVersion(terms.min())
            .maxVersion(terms.max())
            .groups(terms.groups())
            .alpnProtocols(terms.alpn())
            .clock(memory.clock())
            .sessions(memory.sessions)
            .trust(Trust.of(List.of(TestCerts.root().certificate())));
    Identity own = terms.identity(terms.client());
    if (own != null) {
      config.credentials(Credentials.of(own.key(), own.chain()));
    }
    if (terms.client()) {
      config.hostName("localhost").requestStaple(terms.staple());
      if (terms.serverName() != null) {
        config.serverName(terms.serverName());
      }
    } else if (terms.clientAuth()) {
      config.verifyMode(VerifyMode.PEER);
    }
    terms.ours().accept(config);
    return config.build();
  }

  @Override
  public byte[] start() {
    return advance();
  }

  @Override
  public byte[] take(byte[] bytes) {
    try {
      assertEquals(bytes.length, source.write(bytes, 0, bytes.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return advance();
  }

  @Override
  public byte[] end() {
    source.setEofReturn(0);
    return advance();
  }

  @Override
  public byte[] write(byte[] content) {
    ssl.errors().clearError();
    note(ssl.write(content));
    return output();
  }

  @Override
  public byte[] shutdown() {
    ssl.errors().clearError();
    int result = ssl.shutdown();
    if (result < 0) {
      note(result);
    }
    return output();
  }

  /** As far as the bytes go that are there. */
  private byte[] advance() {
    ssl.errors().clearError();
    if (!finished) {
      int result = client ? ssl.connect() : ssl.accept();
      finished = result == 1;
      note(result);
    }
    byte[] buffer = new byte[20_000];
    int n = 1;
    while (finished && error == null && n > 0) {
      n = ssl.read(buffer);
      data.write(buffer, 0, Math.max(0, n));
      note(n);
    }
    return output();
  }

  /** Whether the connection can go on is up to the library; what is noted here is a failure. */
  private void note(int result) {
    if (result > 0) {
      return;
    }
    SslError kind = ssl.getError(result);
    if (!kind.isWant() && kind != SslError.ZERO_RETURN && error == null) {
      error = ssl.errors().getError();
      assertEquals(null, ssl.errors().getError(), "one failure, one entry");
    }
  }

  private byte[] output() {
    byte[] bytes = sink.toByteArray();
    sink.reset();
    return bytes;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public Boolean resumed() {
    return ssl.sessionReused();
  }

  @Override
  public boolean failed() {
    return error != null;
  }

  @Override
  public String account() {
    return error == null ? null : error.toString();
  }

  @Override
  public Alert reported() {
    return error == null ? null : error.alert();
  }

  @Override
  public byte[] data() {
    return data.toByteArray();
  }

  /** Says so to the peer where it can; a session that is not shut down is not resumed. */
  @Override
  public void close() {
    if (finished && error == null) {
      ssl.shutdown();
    }
    ssl.close();
  }
}
