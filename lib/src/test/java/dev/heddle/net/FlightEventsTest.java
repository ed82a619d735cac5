package dev.heddle.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.heddle.bio.Bio;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.TlsException;
import dev.heddle.support.Ends;
import dev.heddle.testing.Answer;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.DataAmount;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.Timespan;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Flight Recorder is told; connections of other tests may be on the same record. */
class FlightEventsTest {

  private final MemoryNetwork network = new MemoryNetwork(TimeSource.system());

  @TempDir Path directory;

  @Test
  void tellOfAFullAResumedAndAFailedHandshake() throws Exception {
    TlsConfig server = Pair.server(TlsVersion.TLS_1_3);
    network.name("localhost", "192.0.2.7");
    network.answer("192.0.2.7", 443, Answer.accept(bio -> greet(bio, server)));
    long[] ids = new long[2];
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      for (String name : List.of("Resolve", "Connect", "Handshake", "Close")) {
        recording.enable("heddle." + name);
      }
      recording.start();
      Dialer dialer =
          Dialer.builder().network(network).config(Pair.client(TlsVersion.TLS_1_3)).build();
      for (int i = 0; i < 2; i++) {
        try (TlsSocket socket = dialer.connect("localhost", 443)) {
          ids[i] = socket.info().id();
          assertEquals(1, socket.read(new byte[1], 0, 1)); // and the ticket before it
        }
      }
      Dialer stranger =
          dialer.toBuilder()
              .config(TlsConfig.builder().hostName("elsewhere.example").trust(Ends.trust()).build())
              .build();
      assertThrows(TlsException.class, () -> stranger.connect("localhost", 443));
      recording.stop();
      Path file = directory.resolve("record.jfr");
      recording.dump(file);
      events = RecordingFile.readAllEvents(file);
      Files.delete(file);
    }

    RecordedEvent resolve = only(events, "Resolve", ids[0]);
    assertEquals("localhost", resolve.getString("host"));
    assertEquals(1, resolve.getInt("addresses"));
    assertTrue(resolve.getDuration("time").isPositive());
    assertNull(resolve.getString("failure"));

    RecordedEvent connect = only(events, "Connect", ids[0]);
    assertEquals("localhost/192.0.2.7:443", connect.getString("peer"));

    RecordedEvent full = only(events, "Handshake", ids[0]);
    assertTrue(full.getBoolean("client"));
    assertFalse(full.getBoolean("resumed"));
    assertEquals("TLSv1.3", full.getString("version"));
    assertNotNull(full.getString("cipherSuite"));
    assertNotNull(full.getString("group"));
    assertNull(full.getString("failure"));
    assertTrue(full.getDuration("time").toMillis() < 60_000);
    assertTrue(only(events, "Handshake", ids[1]).getBoolean("resumed"));

    RecordedEvent close = only(events, "Close", ids[1]);
    assertTrue(close.getLong("sent") > 100 && close.getLong("received") > 100);

    RecordedEvent failed =
        events.stream()
            .filter(each -> each.getEventType().getName().equals("heddle.Handshake"))
            .filter(each -> each.getBoolean("client"))
            .filter(each -> String.valueOf(each.getString("message")).contains("elsewhere"))
            .findFirst()
            .orElseThrow();
    assertEquals("CERTIFICATE", failed.getString("failure"));
    assertEquals("SERVER_AUTH", failed.getString("phase"));
    assertNull(failed.getString("version"));
  }

  private static void greet(Bio bio, TlsConfig config) throws IOException {
    try (TlsSocket socket = TlsSocket.server(bio, config, Limits.defaults())) {
      socket.write(new byte[1], 0, 1);
    }
  }

  private static RecordedEvent only(List<RecordedEvent> events, String name, long id) {
    List<RecordedEvent> found =
        events.stream()
            .filter(each -> each.getEventType().getName().equals("heddle." + name))
            .filter(each -> each.getLong("connection") == id)
            .toList();
    assertEquals(1, found.size(), found::toString);
    return found.getFirst();
  }

  @Test
  void fieldsHaveLabelsAndUnits() {
    for (Class<? extends jdk.jfr.Event> each :
        List.of(
            FlightEvents.Resolve.class,
            FlightEvents.Connect.class,
            FlightEvents.Handshake.class,
            FlightEvents.Close.class)) {
      EventType type = EventType.getEventType(each);
      assertEquals(List.of("Heddle"), type.getCategoryNames());
      type.getFields().stream()
          .filter(field -> !field.getName().matches("startTime|duration|eventThread"))
          .forEach(
              field -> {
                assertNotNull(field.getLabel(), field.getName());
                if (field.getName().equals("time")) {
                  assertEquals(Timespan.NANOSECONDS, field.getAnnotation(Timespan.class).value());
                }
                if (field.getName().matches("sent|received")) {
                  assertNotNull(field.getAnnotation(DataAmount.class));
                }
              });
    }
  }

  @Test
  void areNotMissedWhereThereIsNoFlightRecorder() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.naming,java.sql" + (Runtime.version().feature() < 22 ? ",jdk.crypto.ec" : ""),
                "-cp",
                System.getProperty("java.class.path"),
                WithoutFlightRecorder.class.getName())
            .redirectErrorStream(true)
            .start();
    String said;
    try (InputStream out = child.getInputStream()) {
      said = new String(out.readAllBytes(), UTF_8);
    } finally {
      child.destroyForcibly();
    }
    assertEquals("false Resolved Connected Handshake Closed", said.strip().replaceAll("\\s+", " "));
  }

  /** Unless another test records at the same time. */
  @Test
  void costNothingWhenNobodyWantsThem() {
    Observer observer = new Observer(null);
    Stopwatch watch = Stopwatch.of(new FakeTime());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        observer.resolved(1, "a.example", List.of(), watch, null);
        observer.connected(1, "192.0.2.7", watch, null);
        observer.handshake(null, 0, null); // would fail if it looked at it
        observer.closed(null, null);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 1000, () -> "allocates");
  }
}
