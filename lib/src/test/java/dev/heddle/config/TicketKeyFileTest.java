package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of ticket keys: made, rotated, watched, and refused where it should not be trusted. */
class TicketKeyFileTest {

  @TempDir Path directory;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private Path file;

  @BeforeEach
  void create() {
    file = directory.resolve("ticket.keys");
    TicketKeyFile.create(file);
  }

  private TicketKeyFile open() {
    return TicketKeyFile.open(file, now::get);
  }

  private void passOneSecond() {
    now.updateAndGet(before -> before.plusSeconds(1));
  }

  private static Set<String> names(TicketKeys keys) {
    Set<String> names = new HashSet<>();
    keys.keys().forEach(key -> names.add(key.toString()));
    return names;
  }

  private static boolean opens(byte[] sealed, TicketKeys keys) {
    return Session.open(sealed, keys, "test").isPresent();
  }

  private static byte[] seal(TicketKeys keys) {
    return Session.of(SessionSamples.tls13()).seal(keys, "test");
  }

  /** One process has read the rotated file, the other has not: each opens what the other sealed. */
  @Test
  void rotationLosesNoTicketOnEitherSide() {
    TicketKeyFile early = open();
    TicketKeyFile late = TicketKeyFile.open(file, () -> Instant.EPOCH);
    byte[] before = seal(late);
    for (int step = 1; step <= 3; step++) {
      late = TicketKeyFile.open(file, () -> Instant.EPOCH);
      TicketKeyFile.rotate(file);
      passOneSecond();
      assertEquals(3, early.keys().size());
      assertNotEquals(names(early), names(late), "only one has read it");
      assertTrue(opens(seal(early), late), "sealed after the rotation, opened before");
      assertTrue(opens(seal(late), early), "sealed before the rotation, opened after");
      assertEquals(step == 1, opens(before, early), "rotated " + step + " times");
    }
  }

  @Test
  void eachKeyMovesOneStep() {
    TicketKeyTriple first = TicketKeyFile.load(file);
    assertEquals(null, first.previous());
    assertEquals(List.of(first.current(), first.next()), first.keys());
    TicketKeyFile.rotate(file);
    TicketKeyTriple second = TicketKeyFile.load(file);
    assertSameKey(first.current(), second.previous());
    assertSameKey(first.next(), second.current());
    assertFalse(names(first::keys).contains(second.next().toString()), "a new key");
    assertEquals(
        List.of(second.current(), second.previous(), second.next()),
        second.keys(),
        "the current one seals");
  }

  private static void assertSameKey(TicketKey expected, TicketKey actual) {
    assertArrayEquals(expected.name(), actual.name());
    assertArrayEquals(expected.secret(), actual.secret());
  }

  @Test
  void looksOnceASecondAtMost() {
    TicketKeyFile keys = open();
    List<TicketKey> before = keys.keys();
    TicketKeyFile.rotate(file);
    now.updateAndGet(time -> time.plusMillis(999));
    assertSame(before, keys.keys());
    now.updateAndGet(time -> time.plusMillis(1));
    assertNotEquals(before, keys.keys());
    List<TicketKey> after = keys.keys();
    passOneSecond();
    assertSame(after, keys.keys(), "nothing has changed, nothing is read");
  }

  @Test
  void clockSetBackDoesNotStopLooking() {
    TicketKeyFile keys = open();
    TicketKeyFile.rotate(file);
    now.updateAndGet(time -> time.minusSeconds(86_400));
    assertEquals(3, keys.keys().size());
  }

  @Test
  void badContentKeepsTheKeysAndIsReported() throws IOException {
    TicketKeyFile keys = open();
    List<TicketKey> good = keys.keys();
    byte[] content = Files.readAllBytes(file);
    assertEquals(Optional.empty(), keys.lastFailure());

    Files.writeString(file, "heddle-ticket-keys 1\n");
    passOneSecond();
    assertSame(good, keys.keys());
    ConfigException damaged = keys.lastFailure().orElseThrow();
    assertTrue(damaged.getMessage().contains(file + " is damaged"), damaged.getMessage());
    assertTrue(keys.toString().contains("cannot be read again"), keys.toString());

    Files.delete(file);
    passOneSecond();
    assertSame(good, keys.keys());
    String gone = keys.lastFailure().orElseThrow().getMessage();
    assertTrue(gone.contains(file + ": it does not exist"), gone);

    Files.write(file, content);
    ownerOnly();
    passOneSecond();
    assertEquals(names(() -> good), names(keys));
    assertEquals(Optional.empty(), keys.lastFailure());
  }

  private void ownerOnly() throws IOException {
    if (PosixRights.areKnown(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void fileIsForTheOwnerAlone() throws IOException {
    assumeTrue(PosixRights.areKnown(file), "no POSIX permissions here");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw----r--", "rw-----w-", "rw--w----", "rw-r--r--"})
  void fileThatIsOpenToOthersIsRefused(String permissions) throws IOException {
    assumeTrue(PosixRights.areKnown(file), "no POSIX permissions here");
    TicketKeyFile watching = open();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    ConfigException refused = assertThrows(ConfigException.class, this::open);
    assertTrue(
        refused.getMessage().contains(file.toString())
            && refused.getMessage().contains(permissions),
        refused.getMessage());
    assertThrows(ConfigException.class, () -> TicketKeyFile.rotate(file));
    passOneSecond();
    assertEquals(2, watching.keys().size());
    assertTrue(watching.lastFailure().isPresent());
  }

  @Test
  void rotationKeepsPermissions() throws IOException {
    assumeTrue(PosixRights.areKnown(file), "no POSIX permissions here");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    TicketKeyFile.rotate(file);
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(3, open().keys().size());
  }

  @Test
  void rotationFollowsLinksAndLeavesNothingBehind() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    TicketKeyFile.rotate(link);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(3, open().keys().size());
    assertEquals(3, TicketKeyFile.open(link).keys().size());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          Set.of("ticket.keys", "ticket.keys.lock", "link"),
          Set.copyOf(files.map(each -> each.getFileName().toString()).toList()));
    }
  }

  @Test
  void restOfABrokenRotationDoesNotHinder() throws IOException {
    Files.writeString(directory.resolve("ticket.keys.new"), "half");
    TicketKeyFile.rotate(file);
    assertEquals(3, open().keys().size());
  }

  /** Both steps are made: what was the next key is the previous one after them. */
  @Test
  void rotationsAtOnceAreDoneOneAfterTheOther() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 20; round++) {
        TicketKey next = TicketKeyFile.load(file).next();
        Future<?> one = threads.submit(() -> TicketKeyFile.rotate(file));
        Future<?> other = threads.submit(() -> TicketKeyFile.rotate(file));
        one.get();
        other.get();
        assertSameKey(next, TicketKeyFile.load(file).previous());
      }
    }
  }

  @Test
  void malformedFilesAreRefused() throws IOException {
    String good = Files.readString(file);
    String key = " " + "0".repeat(32) + " " + "1".repeat(64) + "\n";
    String other = " " + "2".repeat(32) + " " + "1".repeat(64) + "\n";
    String head = "heddle-ticket-keys 1\n";
    assertRefused("", "'heddle-ticket-keys 1' is expected");
    assertRefused("heddle-ticket-keys 2\n" + good.substring(head.length()), "is expected");
    assertRefused(head, "is damaged");
    assertRefused(good.substring(0, good.length() - 1), "is damaged");
    assertRefused(good + "\n", "is damaged");
    assertRefused(good.replace("next", "last"), "is damaged");
    assertRefused(head + "current" + key, "is damaged");
    assertRefused(head + "next" + key + "current" + other, "is damaged");
    assertRefused(head + "current" + key + "next" + key, "two keys of one name");
    assertRefused(
        head + "previous" + key + "current" + other + "next" + key, "two keys of one name");
    assertRefused(good.replace('\n', '\r'), "'heddle-ticket-keys 1' is expected");
    assertRefused(good + " ".repeat(5000), "more than 4096 bytes");
    Files.writeString(file, head + "current" + key + "next" + other);
    assertEquals(2, open().keys().size());
  }

  private void assertRefused(String content, String why) throws IOException {
    Files.writeString(file, content);
    ConfigException refused = assertThrows(ConfigException.class, this::open);
    String message = refused.getMessage();
    assertTrue(message.contains(file.toString()) && message.contains(why), message);
    assertFalse(message.contains("1".repeat(64)), message);
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    assertThrows(ConfigException.class, () -> TicketKeyFile.open(directory));
    ConfigException missing =
        assertThrows(ConfigException.class, () -> TicketKeyFile.open(directory.resolve("nothing")));
    assertTrue(missing.getMessage().contains("nothing: it does not exist"), missing.getMessage());
    ConfigException unrotated =
        assertThrows(
            ConfigException.class, () -> TicketKeyFile.rotate(directory.resolve("nothing")));
    assertTrue(unrotated.getMessage().contains("does not exist"), unrotated.getMessage());
  }

  @Test
  void createOverwritesNothing() {
    Set<String> names = names(open());
    ConfigException there = assertThrows(ConfigException.class, () -> TicketKeyFile.create(file));
    assertTrue(there.getMessage().contains(file + ": it exists already"), there.getMessage());
    assertEquals(names, names(open()));
  }

  @Test
  void textShowsNoKey() {
    TicketKeyFile keys = open();
    String secret = HexFormat.of().formatHex(keys.keys().get(0).secret());
    assertFalse((keys + " " + keys.keys()).contains(secret));
    assertTrue(keys.toString().contains(file.toString()));
  }
}
