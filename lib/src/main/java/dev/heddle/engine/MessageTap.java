package dev.heddle.engine;

import dev.heddle.config.MessageCallback;
import dev.heddle.config.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.ContentType;

/**
 * Gathers the messages that pass, for a {@link MessageCallback} to be shown by {@link #tell}: they
 * pass under locks where nobody's code may run.
 *
 * <p>What is received belongs to the reading half; what is sent is under the write lock.
 */
final class MessageTap {

  private record Message(boolean sent, int version, int contentType, byte[] bytes) {}

  private final MessageCallback callback;
  private final EndRules rules;
  private final ConcurrentLinkedQueue<Message> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private final AtomicInteger telling = new AtomicInteger();
  private byte[] arrived;
  private byte[] outgoing = {};

  MessageTap(MessageCallback callback, EndRules rules) {
    this.callback = callback;
    this.rules = rules;
  }

  /** A record has come; what is in it shows when it is opened. */
  void arrived(byte[] record, int off, int length) {
    arrived = Arrays.copyOfRange(record, off, off + RecordHeader.LENGTH);
    // In TLS 1.3 bctls drops these before anybody can see them (RecordStream.java:200).
    if (record[off] == ContentType.change_cipher_spec && length == RecordHeader.LENGTH + 1) {
      opened(ContentType.change_cipher_spec);
      add(
          false,
          version(),
          MessageCallback.CHANGE_CIPHER_SPEC,
          new byte[] {record[off + RecordHeader.LENGTH]});
    }
  }

  /** The record that has come is decrypted. */
  void opened(short contentType) {
    if (arrived != null && contentType != ContentType.application_data) {
      headers(false, arrived, contentType);
    }
    arrived = null;
  }

  /** A handshake message or an alert has been read. */
  void received(int contentType, byte[] message) {
    add(false, version(), contentType, message);
  }

  /**
   * A record is on its way out.
   *
   * @param header its header
   */
  void sent(short contentType, byte[] buf, int off, int length, byte[] header) {
    if (contentType == ContentType.application_data) {
      return;
    }
    headers(true, header, contentType);
    byte[] content = Arrays.copyOfRange(buf, off, off + length);
    if (contentType != ContentType.handshake) {
      add(true, version(), contentType, content);
      return;
    }
    // A message longer than a record is sent in several, one message at a time.
    byte[] all = Arrays.copyOf(outgoing, outgoing.length + length);
    System.arraycopy(content, 0, all, outgoing.length, length);
    boolean whole = all.length >= MESSAGE_HEADER && all.length >= MESSAGE_HEADER + bodyLength(all);
    outgoing = whole ? new byte[0] : all;
    if (whole) {
      add(true, version(), contentType, all);
    }
  }

  private static int bodyLength(byte[] message) {
    return (message[1] & 0xff) << 16 | (message[2] & 0xff) << 8 | message[3] & 0xff;
  }

  private void headers(boolean sent, byte[] header, short contentType) {
    int version = (header[1] & 0xff) << 8 | header[2] & 0xff;
    add(sent, version, MessageCallback.HEADER, header);
    if (header[0] == ContentType.application_data) {
      byte[] inner = {(byte) contentType};
      add(sent, version(), MessageCallback.INNER_CONTENT_TYPE, inner);
    }
  }

  /** The version as far as it is known: until something has come, the highest we speak. */
  private int version() {
    if (rules.tls13) {
      return TlsVersion.TLS_1_3.code();
    }
    List<TlsVersion> enabled = new ArrayList<>(rules.config.versions());
    return rules.lastMessage < 0
        ? enabled.get(enabled.size() - 1).code()
        : TlsVersion.TLS_1_2.code();
  }

  private void add(boolean sent, int version, int contentType, byte[] bytes) {
    // A peer decides how many there are, and how long.
    int before = waitingBytes.get();
    if (waitingCount.get() < MessageCallback.MOST_WAITING
        && (before == 0 || before + bytes.length <= MessageCallback.MOST_WAITING_BYTES)) {
      waitingCount.incrementAndGet();
      waitingBytes.addAndGet(bytes.length);
      waiting.add(new Message(sent, version, contentType, bytes));
    }
  }

  /**
   * Shows the callback what has gathered, in the order of events; if another thread is at it, that
   * one does it. Not under the write lock.
   */
  void tell() {
    if (telling.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    try {
      while (seen > 0) {
        Message next;
        while ((next = waiting.poll()) != null) {
          waitingCount.decrementAndGet();
          waitingBytes.addAndGet(-next.bytes.length);
          callback.message(next.sent, next.version, next.contentType, next.bytes);
        }
        seen = telling.addAndGet(-seen);
      }
    } finally {
      if (seen > 0) {
        telling.set(0); // the callback has thrown
      }
    }
  }

  private static final int MESSAGE_HEADER = 4;
}
