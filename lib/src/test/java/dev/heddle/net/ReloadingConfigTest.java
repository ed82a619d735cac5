package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.ConfigException;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a configuration is built anew, and what is in use while it cannot be. */
class ReloadingConfigTest {

  private final FakeTime time = new FakeTime();
  private final AtomicInteger built = new AtomicInteger();
  private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
  @TempDir private Path directory;
  private Path chain;
  private Path key;

  @BeforeEach
  void writeFirst() throws IOException {
    chain = directory.resolve("chain.pem");
    key = directory.resolve("key.pem");
    write(identity("one"));
  }

  @Test
  void changedFilesAreFoundByTheNextLookAndNotBefore() throws Exception {
    ReloadingConfig config = start();
    TlsConfig first = config.get();
    assertEquals("CN=one", owner(first));
    write(identity("two"));
    time.advance(Duration.ofSeconds(10).minusNanos(1));
    assertSame(first, config.get());
    time.advance(Duration.ofNanos(1));
    assertEquals("CN=two", owner(config.get()));
    assertSame(first.sessions(), config.get().sessions());
    time.advance(Duration.ofHours(1));
    config.get();
    assertEquals(2, built.get());
  }

  @Test
  void halfWrittenFilesLeaveTheOldOneInUse() throws Exception {
    ReloadingConfig config = start();
    TlsConfig first = config.get();
    Identity two = identity("two");
    Files.writeString(chain, two.chainPem().substring(0, 300));
    time.advance(Duration.ofSeconds(10));
    assertSame(first, config.get());
    String half = errors.poll().getMessage();
    assertTrue(half.contains(chain.toString()), half);

    Files.writeString(chain, two.chainPem()); // the key is still that of the old one
    time.advance(Duration.ofSeconds(10));
    assertSame(first, config.get());
    String misfit = errors.poll().getMessage();
    assertTrue(misfit.contains("does not fit"), misfit);

    time.advance(Duration.ofSeconds(10)); // nothing has changed, and it is still wrong
    assertSame(first, config.get());
    assertTrue(errors.poll() instanceof ConfigException);

    Files.writeString(key, two.keyPem());
    time.advance(Duration.ofSeconds(10));
    assertEquals("CN=two", owner(config.get()));
    assertTrue(errors.isEmpty());
  }

  @Test
  void missingFileLeavesTheOldOneInUse() throws Exception {
    ReloadingConfig config = start();
    Files.delete(key);
    time.advance(Duration.ofSeconds(10));
    assertEquals("CN=one", owner(config.get()));
    String missing = errors.poll().getMessage();
    assertTrue(missing.contains("does not exist"), missing);
  }

  @Test
  void sameSizeAndTimeButAnotherFileIsAChange() throws Exception {
    FileTime then = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(chain, then);
    ReloadingConfig config = start();
    Path other = directory.resolve("other");
    Files.copy(chain, other);
    Files.setLastModifiedTime(other, then);
    Files.move(other, chain, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    time.advance(Duration.ofSeconds(10));
    config.get();
    assertEquals(2, built.get());
  }

  /** As an orchestrator swaps mounted secrets. */
  @Test
  void linkThatLeadsElsewhereIsAChange() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data1"));
    Path link = Files.createSymbolicLink(directory.resolve("data"), data);
    chain = link.resolve("chain.pem");
    key = link.resolve("key.pem");
    write(identity("one"));
    ReloadingConfig config = start();
    Files.createDirectory(directory.resolve("data2"));
    Files.delete(link);
    Files.createSymbolicLink(link, directory.resolve("data2"));
    write(identity("two"));
    time.advance(Duration.ofSeconds(10));
    assertEquals("CN=two", owner(config.get()));
  }

  @Test
  void oneBuildsWhileOthersHaveTheOldOne() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    ReloadingConfig config =
        ReloadingConfig.builder(
                () -> {
                  TlsConfig next =
                      TlsConfig.builder().credentials(Credentials.pem(chain, key)).build();
                  if (built.incrementAndGet() == 2) {
                    begun.countDown();
                    try {
                      free.await();
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  }
                  return next;
                })
            .watch(chain, key)
            .time(time)
            .build();
    TlsConfig first = config.get();
    write(identity("two"));
    time.advance(Duration.ofSeconds(10));
    FutureTask<TlsConfig> slow = Ends.virtually(config::get);
    begun.await();
    time.advance(Duration.ofSeconds(10));
    assertSame(first, config.get());
    assertEquals(2, built.get());
    write(identity("three")); // when the files have been read
    free.countDown();
    assertEquals("CN=two", owner(Ends.await(slow)));
    time.advance(Duration.ofSeconds(10));
    assertEquals("CN=three", owner(config.get()));
  }

  @Test
  void reloadBuildsAtOnceAndThrowsWhatGoesWrong() throws Exception {
    ReloadingConfig config = start();
    write(identity("two"));
    config.reload();
    assertEquals("CN=two", owner(config.get()));
    Files.writeString(key, "none");
    assertThrows(ConfigException.class, config::reload);
    assertEquals("CN=two", owner(config.get()));
    assertTrue(errors.isEmpty());
    time.advance(Duration.ofSeconds(10));
    config.get();
    assertFalse(errors.isEmpty());
  }

  @Test
  void firstOneMustBeGood() throws Exception {
    Files.delete(key);
    assertThrows(ConfigException.class, this::start);
  }

  @Test
  void callbackThatThrowsKeepsNobodyFromConnecting() throws Exception {
    write(identity("one"));
    IllegalStateException thrown = new IllegalStateException("the callback's own");
    ReloadingConfig config =
        ReloadingConfig.builder(
                () -> TlsConfig.builder().credentials(Credentials.pem(chain, key)).build())
            .watch(chain, key)
            .onError(
                why -> {
                  throw thrown;
                })
            .time(time)
            .build();
    TlsConfig first = config.get();
    Files.writeString(key, identity("two").keyPem());
    time.advance(Duration.ofSeconds(10));
    Thread connecting = Thread.ofVirtual().unstarted(() -> assertSame(first, config.get()));
    connecting.setUncaughtExceptionHandler((on, e) -> errors.add(e));
    connecting.start();
    connecting.join();
    assertSame(thrown, errors.remove());
    assertTrue(errors.isEmpty(), errors.toString()); // the connection has the old one
    assertEquals(1, thrown.getSuppressed().length); // why the new one could not be built
  }

  private ReloadingConfig start() {
    return ReloadingConfig.builder(
            () -> {
              TlsConfig next = TlsConfig.builder().credentials(Credentials.pem(chain, key)).build();
              built.incrementAndGet();
              return next;
            })
        .watch(chain, key)
        .onError(errors::add)
        .time(time)
        .build();
  }

  private static Identity identity(String name) {
    return TestCerts.make(name).key(KeyType.EC_P256).by(TestCerts.root()).build();
  }

  private void write(Identity identity) throws IOException {
    Files.writeString(chain, identity.chainPem());
    Files.writeString(key, identity.keyPem());
  }

  private static String owner(TlsConfig config) {
    return config.credentials().getFirst().chain().getFirst().getSubjectX500Principal().getName();
  }
}
