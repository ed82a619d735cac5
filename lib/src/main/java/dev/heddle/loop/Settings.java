package dev.heddle.loop;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.bio.TimeSource;

/**
 * How a connection's calls behave; may be changed between calls. The names are those of OpenSSL's
 * modes and options.
 */
public final class Settings {
  /** SSL_MODE_AUTO_RETRY: go on after a record that held no application data. */
  public volatile boolean autoRetry = true;

  /** SSL_MODE_ENABLE_PARTIAL_WRITE: a write may return once a single record is out. */
  public volatile boolean partialWrite;

  /** SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER: a repeated write may pass another array. */
  public volatile boolean movingWriteBuffer;

  /** SSL_OP_IGNORE_UNEXPECTED_EOF: an end without close_notify counts as one with it. */
  public volatile boolean ignoreUnexpectedEof;

  /**
   * SSL_set_read_ahead(3): once a record has begun to come, take all there is. For a transport that
   * nobody reads after TLS.
   */
  public volatile boolean readAhead;

  /** What to do about Nagle's algorithm. */
  public volatile NaglePolicy nagle = NaglePolicy.LEAVE;

  /**
   * What callbacks know the connection by ({@code SSL_set_app_data(3)}). Read once, when the loop
   * is made.
   */
  public volatile Object attachment;

  /** What tells how long each phase takes. Read once, when the loop is made. */
  public volatile TimeSource time = TimeSource.system();

  /** These settings, for a connection of its own. */
  public Settings copy() {
    Settings copy = new Settings();
    copy.autoRetry = autoRetry;
    copy.partialWrite = partialWrite;
    copy.movingWriteBuffer = movingWriteBuffer;
    copy.ignoreUnexpectedEof = ignoreUnexpectedEof;
    copy.readAhead = readAhead;
    copy.nagle = nagle;
    copy.attachment = attachment;
    copy.time = time;
    return copy;
  }
}
