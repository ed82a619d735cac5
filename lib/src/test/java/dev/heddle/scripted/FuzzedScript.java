package dev.heddle.scripted;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.scripted.Extensions.Entry;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A script made of a fuzzer's bytes. The first byte has the terms, bit by bit, see {@link #TLS13}
 * and the others; then come edits until the bytes end, each of which is
 *
 * <pre>
 *   message (1, of {@link Message})   {@link Edit} (1)   place (2)   length (1)   bytes (length)
 * </pre>
 *
 * <p>Whatever is cut off is taken for zeros, so that all bytes mean something.
 */
public final class FuzzedScript {

  public static final int TLS13 = 1;
  public static final int CLIENT_CERTIFICATE = 2;
  public static final int ALPN = 4;
  public static final int RETRY = 8;
  public static final int RSA = 16;
  public static final int STAPLE = 32;
  public static final int BOTH_VERSIONS = 64;
  public static final int NO_NAME = 128;

  /** What is done to a message, or beside it. */
  public enum Edit {
    /** Writes the bytes over those at the place in the body. */
    OVERWRITE,
    INSERT,
    /** Takes out as many as there are bytes. */
    DELETE,
    /** The bytes are the body. */
    REPLACE,
    /** The place is the type of an extension: it has this content, in its old place or last. */
    EXTENSION,
    EXTENSION_AGAIN,
    NO_EXTENSION,
    /** Puts the extension of that type last. */
    EXTENSION_LAST,
    /** Writes over the header and what follows. */
    HEADER,
    LEFT_OUT,
    TWICE,
    /** In two records, the first of which ends at the place. */
    SPLIT,
    /** Another message first, whose type is the low byte of the place. */
    MESSAGE_FIRST,
    /** A record first, under the keys in force, whose type is the low byte of the place. */
    RECORD_FIRST,
    /** The same, without protection. */
    PLAIN_RECORD_FIRST,
    /** The bytes first, as they are. */
    BYTES_FIRST,
    /** As MESSAGE_FIRST, when the handshake is done. */
    MESSAGE_AT_LAST,
    RECORD_AT_LAST
  }

  /** What has become of the end under test. */
  public record Result(boolean finished, boolean mayFinish, String account, boolean internal) {}

  private final byte[] input;
  private int pos;
  private final Script script = Script.honest();
  private final Map<Message, List<UnaryOperator<byte[]>>> bodies = new EnumMap<>(Message.class);
  private final Map<Message, List<UnaryOperator<Extensions>>> extensions =
      new EnumMap<>(Message.class);
  private final Set<Message> broken = EnumSet.noneOf(Message.class);
  private boolean addsMessages;
  private boolean proofChanged;

  private FuzzedScript(byte[] input) {
    this.input = input;
  }

  /**
   * Follows the bytes, against our own end.
   *
   * @param client whether that is the client
   */
  public static Result run(boolean client, byte[] input) {
    return new FuzzedScript(input).run(client);
  }

  private Result run(boolean client) {
    int bits = u8();
    Terms terms = terms(client, bits);
    if ((bits & RETRY) != 0 && client && terms.tls13()) {
      script.retry().group(KeyShare.P_256);
    }
    while (pos < input.length) {
      edit();
    }
    for (Message message : Message.values()) {
      apply(message);
    }
    GuardedSubject[] subject = new GuardedSubject[1];
    try {
      Outcome outcome =
          Peer.run(terms, script, made -> subject[0] = new GuardedSubject(new HeddleSubject(made)));
      boolean internal = outcome.alerts().stream().anyMatch(sent -> sent.description() == 80);
      return result(subject[0], internal);
    } catch (RuntimeException | Error e) {
      if (subject[0] == null || subject[0].thrown != null) {
        throw new AssertionError("our end has thrown", e);
      }
      // The peer cannot follow its own script any further.
      return result(subject[0], false);
    }
  }

  private Result result(GuardedSubject subject, boolean internalAlert) {
    String account = subject.account();
    boolean internal = internalAlert || account != null && account.contains(":internal error:");
    return new Result(subject.finished(), mayFinish(), account, internal);
  }

  /**
   * Whether the handshake may come to a good end: not where a message was left out or came twice,
   * and not where a Finished or a signature was changed; unless messages were added, which may be
   * those that are missing.
   */
  private boolean mayFinish() {
    return addsMessages || !proofChanged && broken.isEmpty();
  }

  private static Terms terms(boolean client, int bits) {
    TlsVersion version = (bits & TLS13) != 0 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
    Terms terms = client ? Terms.client(version) : Terms.server(version);
    if ((bits & CLIENT_CERTIFICATE) != 0) {
      terms = terms.withClientAuth().clientKey(KeyType.EC_P256);
    }
    if ((bits & ALPN) != 0) {
      terms = terms.alpn("h2", "http/1.1");
    }
    if ((bits & RETRY) != 0 && !client && terms.tls13()) {
      terms = terms.groups(NamedGroup.P_256);
    }
    if ((bits & RSA) != 0) {
      terms = terms.serverKey(KeyType.RSA_2048);
    }
    if ((bits & STAPLE) != 0 && client) {
      terms = terms.withStaple();
    }
    if ((bits & BOTH_VERSIONS) != 0) {
      terms = terms.versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
    }
    return (bits & NO_NAME) != 0 ? terms.withoutServerName() : terms;
  }

  private void edit() {
    Message message = Message.values()[u8() % Message.values().length];
    Edit edit = Edit.values()[u8() % Edit.values().length];
    int place = u8() << 8 | u8();
    byte[] bytes = take(u8());
    switch (edit) {
      case OVERWRITE -> body(message, old -> overwritten(old, place, bytes));
      case INSERT -> body(message, old -> spliced(old, place, 0, bytes));
      case DELETE -> body(message, old -> spliced(old, place, bytes.length, new byte[0]));
      case REPLACE -> body(message, old -> bytes);
      case EXTENSION -> extension(message, all -> all.set(place, bytes));
      case EXTENSION_AGAIN -> extension(message, all -> all.add(place, bytes));
      case NO_EXTENSION -> extension(message, all -> has(all, place) ? all.remove(place) : all);
      case EXTENSION_LAST -> extension(message, all -> has(all, place) ? all.moveLast(place) : all);
      case HEADER -> {
        addsMessages = true;
        script.framed(message, old -> overwritten(old, place % 5, bytes));
      }
      case LEFT_OUT -> {
        script.without(message);
        if (message != Message.CERTIFICATE_REQUEST) { // not to ask is honest, too
          breaks(message);
        }
      }
      case TWICE -> {
        script.twice(message);
        if (message != Message.FINISHED) { // all is over by the time that the second one comes
          breaks(message);
        }
      }
      case SPLIT -> script.split(message, 1 + place % 64);
      default -> beside(message, edit, place & 0xff, bytes);
    }
  }

  /** Only where the peer comes to it at all. */
  private void breaks(Message message) {
    script.before(message, peer -> broken.add(message));
  }

  private void beside(Message message, Edit edit, int type, byte[] bytes) {
    addsMessages = true;
    Script.Step step =
        switch (edit) {
          case MESSAGE_FIRST, MESSAGE_AT_LAST ->
              peer -> peer.record(Record.HANDSHAKE, Bytes.of(type).vec24(bytes).done());
          case RECORD_FIRST, RECORD_AT_LAST -> peer -> peer.record(type, bytes);
          case PLAIN_RECORD_FIRST -> peer -> peer.plain(type, bytes);
          default -> peer -> peer.wire(bytes);
        };
    if (edit == Edit.MESSAGE_AT_LAST || edit == Edit.RECORD_AT_LAST) {
      script.then(step);
    } else {
      script.before(message, step);
    }
  }

  private void body(Message message, UnaryOperator<byte[]> change) {
    bodies.computeIfAbsent(message, key -> new ArrayList<>()).add(change);
  }

  private void extension(Message message, UnaryOperator<Extensions> change) {
    extensions.computeIfAbsent(message, key -> new ArrayList<>()).add(change);
  }

  private void apply(Message message) {
    List<UnaryOperator<Extensions>> blocks = extensions.getOrDefault(message, List.of());
    switch (message) {
      case CLIENT_HELLO -> script.clientHello(m -> changeAll(m.extensions, blocks));
      case SECOND_CLIENT_HELLO -> script.secondClientHello(m -> changeAll(m.extensions, blocks));
      case SERVER_HELLO -> script.serverHello(m -> changeAll(m.extensions, blocks));
      case ENCRYPTED_EXTENSIONS -> script.encryptedExtensions(m -> changeAll(m.extensions, blocks));
      case CERTIFICATE_REQUEST -> script.certificateRequest(m -> changeAll(m.extensions, blocks));
      case CERTIFICATE ->
          script.certificate(
              m -> m.entries.stream().limit(1).forEach(e -> changeAll(e.extensions, blocks)));
      case HELLO_RETRY_REQUEST -> {
        if (script.retries()) {
          script.helloRetryRequest(m -> changeAll(m.extensions, blocks));
        }
      }
      default -> {}
    }
    List<UnaryOperator<byte[]>> changes = bodies.getOrDefault(message, List.of());
    if (!changes.isEmpty()) {
      script.raw(message, old -> changed(message, old, changes));
    }
  }

  private static void changeAll(Extensions block, List<UnaryOperator<Extensions>> changes) {
    changes.forEach(change -> change.apply(block));
  }

  private byte[] changed(Message message, byte[] old, List<UnaryOperator<byte[]>> changes) {
    byte[] body = old;
    for (UnaryOperator<byte[]> change : changes) {
      body = change.apply(body);
    }
    boolean proof = message == Message.FINISHED || message == Message.CERTIFICATE_VERIFY;
    proofChanged |= proof && !Arrays.equals(old, body);
    return body;
  }

  private static boolean has(Extensions block, int type) {
    for (Entry entry : block.entries) {
      if (entry.type() == type) {
        return true;
      }
    }
    return false;
  }

  private static byte[] overwritten(byte[] old, int place, byte[] bytes) {
    byte[] body = old.clone();
    int off = body.length == 0 ? 0 : place % body.length;
    System.arraycopy(bytes, 0, body, off, Math.min(bytes.length, body.length - off));
    return body;
  }

  private static byte[] spliced(byte[] old, int place, int removed, byte[] added) {
    int off = place % (old.length + 1);
    int end = Math.min(old.length, off + removed);
    return Bytes.concat(Arrays.copyOf(old, off), added, Arrays.copyOfRange(old, end, old.length));
  }

  private int u8() {
    return pos < input.length ? input[pos++] & 0xff : 0;
  }

  private byte[] take(int length) {
    byte[] bytes = Arrays.copyOfRange(input, pos, Math.min(input.length, pos + length));
    pos += bytes.length;
    return bytes;
  }
}
