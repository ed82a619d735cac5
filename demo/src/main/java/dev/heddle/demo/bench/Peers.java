package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Handshake;
import dev.heddle.demo.common.MadeUpAuthority.Keys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All peers, this library first. */
final class Peers {

  /** This library. */
  static final JvmPeer OURS = new JvmPeer("heddle", "heddle");

  /** The peer that is there wherever this runs. */
  static final JvmPeer SUNJSSE = new JvmPeer("sunjsse", "sunjsse");

  /** BouncyCastle's provider, over the engine that this library is over. */
  static final JvmPeer BCJSSE =
      new JvmPeer(
          "bcjsse",
          "bcjsse",
          null,
          List.of(),
          part ->
              part.handshake() == Handshake.RESUMED
                  ? Optional.of("it resumes no sessions of TLS 1.3")
                  : Optional.empty());

  /** BoringSSL behind {@code javax.net.ssl}. */
  static final JvmPeer CONSCRYPT = new JvmPeer("conscrypt", "conscrypt");

  /** Netty's event loops with BoringSSL by tcnative. */
  static final JvmPeer NETTY = new JvmPeer("netty", "netty");

  /** No TLS at all; what this costs, no library can do without. */
  static final Peer PLAIN = new Plain();

  /** Those that are measured unless told otherwise. */
  static List<Peer> usual() {
    return List.of(OURS, SUNJSSE, BCJSSE, CONSCRYPT, NETTY, SourcePeer.LIBSSL, SourcePeer.GO);
  }

  /** Those that the others can face: each is there wherever this runs, and plays both parts. */
  static List<Peer> neutral() {
    return List.of(OURS, SUNJSSE);
  }

  /**
   * All that can be asked for.
   *
   * @param against the classes of another build of this library; null for none
   */
  static List<Peer> all(Path against) {
    List<Peer> all = new ArrayList<>(usual());
    all.add(PLAIN);
    if (against != null) {
      all.add(OURS.of("other", against));
    }
    return all;
  }

  private static final class Plain implements Peer {
    private final JvmPeer process = new JvmPeer(name(), "plain");

    @Override
    public String name() {
      return "plain";
    }

    @Override
    public Optional<String> absent(Part part) {
      boolean usual =
          part.handshake() != Handshake.FRESH
              && part.keys() == Keys.P256
              && !part.group().equals(Part.HYBRID);
      return usual
          ? Optional.empty()
          : Optional.of("it moves the flights of usual handshakes, without TLS");
    }

    @Override
    public List<String> command(List<String> arguments, Path scratch) {
      return process.command(arguments, scratch);
    }

    @Override
    public Optional<Peer> counterpart() {
      return Optional.of(this);
    }
  }

  private Peers() {}
}
