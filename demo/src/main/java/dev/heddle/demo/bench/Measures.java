package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Handshake;
import dev.heddle.demo.bench.Part.Role;
import dev.heddle.demo.common.MadeUpAuthority.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that is measured, in the order in which it is. */
final class Measures {

  private static final String SUNJSSE = Peers.SUNJSSE.name();

  static List<Measure> all() {
    Part client = Part.of(Role.CLIENT);
    Part server = Part.of(Role.SERVER);
    List<Measure> all =
        new ArrayList<>(
            List.of(
                new HandshakeMeasure(
                    "full-client",
                    "CPU time of a client's full handshake, the same chain every time",
                    client,
                    new Expected(Map.of(SUNJSSE, 0.30, "go", 0.9, "libssl", 0.45), Double.NaN)),
                new HandshakeMeasure(
                    "fresh-client",
                    "CPU time of a client's full handshake, each chain never seen before",
                    client.handshake(Handshake.FRESH),
                    Expected.ratio(SUNJSSE, 0.30)),
                new HandshakeMeasure(
                    "mlkem-client",
                    "CPU time of a client's full handshake with X25519MLKEM768",
                    client.group(Part.HYBRID),
                    Expected.ratio(SUNJSSE, 0.45)),
                new HandshakeMeasure(
                    "full-server",
                    "CPU time of a server's full handshake",
                    server,
                    Expected.ratio(SUNJSSE, 0.35)),
                new HandshakeMeasure(
                    "resumed-client",
                    "CPU time of a client's resumed handshake and an octet",
                    client.handshake(Handshake.RESUMED),
                    Expected.ratio(SUNJSSE, 0.4)),
                new HandshakeMeasure(
                    "resumed-server",
                    "CPU time of a server's resumed handshake and an octet",
                    server.handshake(Handshake.RESUMED),
                    Expected.ratio(SUNJSSE, 0.4)),
                new HandshakeMeasure(
                    "rsa-client",
                    "CPU time of a client's full handshake, RSA-2048 chain",
                    client.keys(Keys.RSA2048),
                    Expected.ratio(SUNJSSE, 0.5)),
                new HandshakeMeasure(
                    "rsa-server",
                    "CPU time of a server's full handshake, RSA-2048 chain",
                    server.keys(Keys.RSA2048),
                    Expected.ratio(SUNJSSE, 0.9))));
    all.addAll(bulk(client.suite(Part.AES_128), "aes128"));
    all.addAll(bulk(client.suite(Part.AES_256), "aes256"));
    all.addAll(bulk(client.suite(Part.CHACHA_20), "chacha20"));
    all.add(
        new PingMeasure(
            "ping", "time of an octet to and fro over loopback", Expected.ratio(SUNJSSE, 0.9)));
    all.add(
        new HeapMeasure(
            "idle-heap",
            "heap of an idle connection with its socket and blocked virtual thread",
            false,
            Expected.atMost(10)));
    all.add(
        new HeapMeasure(
            "idle-heap-alone", "the same without socket and thread", true, Expected.atMost(5.5)));
    all.add(
        new CrowdMeasure(
            "crowd",
            "what one of 10 000 connections costs beside one of 1000",
            Expected.atMost(1.1)));
    all.add(
        new RecordMeasure(
            "record-allocation", "what a record of 16 KB allocates, and the cipher alone", 1.5));
    all.add(
        new FirstHandshakeMeasure(
            "first-handshake",
            "time from the start of a fresh JVM to its first handshake and an octet",
            Expected.ratio(SUNJSSE, 1.7)));
    return all;
  }

  private static List<Measure> bulk(Part part, String suite) {
    return Stream.of("receive", "send")
        .<Measure>map(
            direction ->
                new BulkMeasure(
                    direction + "-" + suite,
                    "CPU time of a client to " + direction + " 1 GB, " + part.suite(),
                    direction,
                    part,
                    Expected.ratio(SUNJSSE, 0.85)))
        .toList();
  }

  private Measures() {}
}
