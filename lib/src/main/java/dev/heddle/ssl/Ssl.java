package dev.heddle.ssl;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.Session;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.loop.Facts;
import dev.heddle.loop.Loop;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One TLS connection with OpenSSL's semantics (SSL).
 *
 * <p><b>Results.</b> Calls answer what OpenSSL's do: more than 0 for success, 0 and -1 as each
 * manual page says. {@link #getError} explains a result that is not positive; it must be asked by
 * the same thread, before that thread's next call. Reasons land in the calling thread's {@link
 * ErrorQueue}. No failure of the connection is thrown; exceptions are for arguments that cannot be
 * meant ({@code NullPointerException}, {@code IndexOutOfBoundsException}). An {@code Error}, of a
 * callback, the transport or the JVM, fails the connection and is thrown on.
 *
 * <p><b>Blocking.</b> Over a blocking transport a call returns only when it has finished or failed,
 * or when the transport's own receive timeout ran out ({@link SslError#WANT_READ}: call again).
 * Over any other it answers -1 and {@link #getError} says what to wait for.
 *
 * <p><b>Handshakes</b> on a blocking transport run on a virtual thread: in place if the caller is
 * one, else on a fresh one. Interrupting the caller closes the transport: the call answers -1, the
 * reason is "interrupted", and the caller's interrupt flag stays set.
 *
 * <p><b>Threads.</b> One reader and one writer may use a connection at the same time, and any
 * thread may {@link #close} it; further readers or writers wait for their turn. Settings are made
 * before the handshake, by one thread.
 */
public final class Ssl extends SslSettings implements AutoCloseable {

  private static final AtomicLong IDS = new AtomicLong();

  private final long id = IDS.incrementAndGet();
  private final Notices notices;
  private Bio rbio;
  private Bio wbio;
  private Boolean client; // null until a state is set, whatever the context is for
  private int shutdownBeforeStart;
  private boolean quietShutdown;
  private final AtomicReference<Loop> loop = new AtomicReference<>();

  Ssl(SslContext context) {
    super(context);
    this.quietShutdown = context.quietShutdown();
    this.notices = new Notices(this, context.infoCallback());
  }

  /**
   * Sets where to read from and where to write to (SSL_set_bio(3)); the two may be the same. The
   * connection owns them from now on: {@link #close} closes them, and so does setting others.
   *
   * @throws IllegalStateException if a handshake has begun: {@link #clear} first
   */
  public void setBio(Bio source, Bio sink) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(sink, "sink");
    requireNotBegun();
    Bio oldSource = rbio;
    Bio oldSink = wbio;
    rbio = source;
    wbio = sink;
    if (oldSource != null && oldSource != source && oldSource != sink) {
      oldSource.close();
    }
    if (oldSink != null && oldSink != oldSource && oldSink != source && oldSink != sink) {
      oldSink.close();
    }
  }

  /**
   * Reads and writes a connected socket (SSL_set_fd(3)); as {@link #setBio}.
   *
   * @throws IOException if the socket is not connected or has no streams
   */
  public void setSocket(Socket socket) throws IOException {
    Bio bio = SocketBio.of(socket);
    setBio(bio, bio);
  }

  /**
   * Reads and writes a connected channel, in whatever mode it is (SSL_set_fd(3)).
   *
   * @throws IOException if the channel is closed
   */
  public void setChannel(SocketChannel channel) throws IOException {
    Bio bio = ChannelBio.of(channel);
    setBio(bio, bio);
  }

  /** Where TLS reads from (SSL_get_rbio(3)); null if not set. */
  public Bio getRbio() {
    return rbio;
  }

  /** Where TLS writes to (SSL_get_wbio(3)); null if not set. */
  public Bio getWbio() {
    return wbio;
  }

  /**
   * Makes this the client's end (SSL_set_connect_state(3)). Does no I/O. {@link #connect} does it
   * by itself; before anything else that shakes hands it must be called, for a dedicated context
   * too.
   *
   * @throws IllegalStateException if a handshake has begun
   */
  public void setConnectState() {
    setState(true);
  }

  /** Makes this the server's end (SSL_set_accept_state(3)); all as {@link #setConnectState}. */
  public void setAcceptState() {
    setState(false);
  }

  private void setState(boolean asClient) {
    requireNotBegun();
    client = asClient;
    shutdownBeforeStart = 0;
  }

  @Override
  void requireNotBegun() {
    if (loop.get() != null) {
      throw new IllegalStateException("a handshake has begun; clear() first");
    }
  }

  /** Whether a shutdown says nothing to the peer (SSL_set_quiet_shutdown(3)). */
  public void setQuietShutdown(boolean quiet) {
    quietShutdown = quiet;
  }

  /** Told of handshakes and alerts (SSL_set_info_callback(3)); null for nobody. */
  public void setInfoCallback(InfoCallback callback) {
    notices.callback(callback);
  }

  /**
   * Offers a session to be resumed (SSL_set_session(3)), before those of the cache. Of use for
   * clients alone. One that has expired, has been used and is for one use, or was made under other
   * settings of trust, is passed over: {@link #sessionReused} tells afterwards.
   *
   * @param session null to offer none
   * @return 1; 0 with a reason if a handshake has begun, and nothing is changed then
   */
  public int setSession(Session session) {
    LastCall call = LastCall.current();
    if (loop.get() != null) {
      refuse(call, Misuses.SESSION_TOO_LATE);
      return 0;
    }
    offer(session);
    call.is(id, SslError.NONE);
    return 1;
  }

  private void offer(Session session) {
    config = config.toBuilder().session(session).build();
  }

  /**
   * Shakes hands as a client (SSL_connect(3)).
   *
   * @return 1 done; 0 not successful, but shut down in an orderly way by the peer; -1 failed, or to
   *     be called again on a transport that does not block
   */
  public int connect() {
    return handshake(true);
  }

  /** Shakes hands as a server (SSL_accept(3)); results as for {@link #connect}. */
  public int accept() {
    return handshake(false);
  }

  private int handshake(boolean asClient) {
    if (client == null) {
      setState(asClient);
    }
    return doHandshake(LastCall.current());
  }

  /**
   * Shakes hands as whatever {@link #setConnectState} or {@link #setAcceptState} said
   * (SSL_do_handshake(3)), and sends a key update that was asked for; results as for {@link
   * #connect}.
   */
  public int doHandshake() {
    LastCall call = LastCall.current();
    return client == null ? refuse(call, Misuses.NO_STATE) : doHandshake(call);
  }

  private int doHandshake(LastCall call) {
    Loop running = begun(call);
    if (running == null) {
      return -1;
    }
    int result = running.handshake(call);
    if (result == Loop.DONE) {
      result = running.sendKeyUpdate(call);
    }
    return finish(call, result);
  }

  /**
   * Whether data can pass (SSL_is_init_finished(3)): the handshake is complete, and no fatal error
   * of the protocol came after it.
   */
  public boolean isInitFinished() {
    Loop running = loop.get();
    return running != null
        && running.isDone()
        && (running.fault() == null || Reasons.isSystem(running.fault()));
  }

  /** Whether there was a complete handshake, whatever came after it. */
  boolean isHandshakeDone() {
    Loop running = loop.get();
    return running != null && running.isDone();
  }

  /** Whether this is the server's end (SSL_is_server(3)); unset, it is unless only for clients. */
  public boolean isServer() {
    return client == null ? context.method() != SslContext.Method.CLIENT : !client;
  }

  /**
   * The loop, made when the first call needs it; null: refused, with the reason in {@code call}.
   */
  private Loop begun(LastCall call) {
    Loop running = loop.get();
    if (running != null) {
      return running;
    }
    if (client == null) {
      refuse(call, Misuses.UNINITIALIZED);
      return null;
    }
    if (!context.method().allows(client)) {
      refuse(call, Misuses.WRONG_METHOD);
      return null;
    }
    if (rbio == null) {
      refuse(call, Misuses.NO_BIO);
      return null;
    }
    TlsConfig ours = sessionUse.of(config, client);
    Loop fresh = new Loop(client, ours, rbio, wbio, settings, notices);
    fresh.setShutdown(
        (shutdownBeforeStart & SENT_SHUTDOWN) != 0, (shutdownBeforeStart & RECEIVED_SHUTDOWN) != 0);
    // A reader and a writer may both come first.
    if (loop.compareAndSet(null, fresh)) {
      notices.handshakeStarts();
      return fresh;
    }
    return loop.get();
  }

  /** Reads up to {@code buf.length} bytes (SSL_read(3)); as {@link #read(byte[], int, int)}. */
  public int read(byte[] buf) {
    return read(buf, 0, buf.length);
  }

  /**
   * Reads application data (SSL_read(3)), shaking hands first if that has not been done and {@link
   * #setConnectState} or {@link #setAcceptState} has said as what.
   *
   * @param length how many bytes at most. 0 waits for data, takes none and answers 0.
   * @return the number of bytes, at most one record's; 0 with {@link SslError#ZERO_RETURN} once the
   *     peer has sent close_notify; -1 failed or to be called again, and -1 with {@link
   *     SslError#ZERO_RETURN} if the peer closed before the handshake was done: that ends no stream
   */
  public int read(byte[] buf, int off, int length) {
    return take(buf, off, length, false);
  }

  /** Reads without taking (SSL_peek(3)): the next read gives the same bytes again. */
  public int peek(byte[] buf, int off, int length) {
    return take(buf, off, length, true);
  }

  private int take(byte[] buf, int off, int length, boolean peek) {
    Objects.checkFromIndexSize(off, length, buf.length);
    LastCall call = LastCall.current();
    Loop running = begun(call);
    return running == null ? -1 : finish(call, running.read(buf, off, length, peek, call));
  }

  /** Writes all of {@code buf} (SSL_write(3)); see {@link #write(byte[], int, int)}. */
  public int write(byte[] buf) {
    return write(buf, 0, buf.length);
  }

  /**
   * Writes application data (SSL_write(3)), shaking hands first if that has not been done.
   *
   * @return the number of bytes: all of them, or with {@link Mode#ENABLE_PARTIAL_WRITE} at least a
   *     record's; -1 failed, or to be called again with the same bytes: some of them are on their
   *     way. A length of 0 writes nothing and answers 0.
   */
  public int write(byte[] buf, int off, int length) {
    Objects.checkFromIndexSize(off, length, buf.length);
    LastCall call = LastCall.current();
    Loop running = begun(call);
    return running == null ? -1 : finish(call, running.write(buf, off, length, call));
  }

  /** Bytes that a read would give at once (SSL_pending(3)). */
  public int pending() {
    Loop running = loop.get();
    return running == null ? 0 : running.pending();
  }

  /** Whether bytes have been taken from the transport and not been read (SSL_has_pending(3)). */
  public boolean hasPending() {
    Loop running = loop.get();
    return running != null && running.hasPending();
  }

  /**
   * Asks for a key update (SSL_key_update(3)): it goes out before the next data, or by {@link
   * #doHandshake}.
   *
   * @return 1, or 0 with a reason: the handshake is not done, the version is not TLS 1.3, or an
   *     earlier update has not gone out yet
   */
  public int keyUpdate(KeyUpdate type) {
    Objects.requireNonNull(type, "type");
    LastCall call = LastCall.current();
    boolean done = isInitFinished();
    boolean tls13 = fact(Facts::version) == TlsVersion.TLS_1_3;
    if (done && tls13 && loop.get().requestKeyUpdate(type == KeyUpdate.REQUESTED)) {
      call.is(id, SslError.NONE);
      return 1;
    }
    refuse(call, done && !tls13 ? Misuses.WRONG_VERSION : Misuses.STILL_IN_INIT);
    return 0;
  }

  /**
   * Shuts down (SSL_shutdown(3)): the first call sends close_notify, a further one waits for the
   * peer's.
   *
   * @return 0: ours is out, call again for the peer's, or just close; 1: both are exchanged; -1:
   *     failed, or to be called again, or data has to be read first ("application data after close
   *     notify": {@link #read} gives it)
   */
  public int shutdown() {
    LastCall call = LastCall.current();
    Loop running = loop.get();
    if (client == null) {
      return refuse(call, Misuses.UNINITIALIZED);
    }
    if (running == null) {
      return refuse(call, Misuses.SHUTDOWN_IN_INIT);
    }
    if (quietShutdown && running.isDone()) {
      running.setShutdown(true, true);
      call.is(id, SslError.NONE);
      return 1;
    }
    return finish(call, running.shutdown(call));
  }

  /**
   * What has been said of closing (SSL_get_shutdown(3)): {@link #SENT_SHUTDOWN} and so on, or 0.
   */
  public int getShutdown() {
    Loop running = loop.get();
    if (running == null) {
      return shutdownBeforeStart;
    }
    boolean received = running.isPeerClosed() || running.fault() instanceof Fault.PeerAlert;
    return (running.isClosedByUs() ? SENT_SHUTDOWN : 0) | (received ? RECEIVED_SHUTDOWN : 0);
  }

  /** Says what has been said of closing, without saying it (SSL_set_shutdown(3)). */
  public void setShutdown(int mode) {
    Loop running = loop.get();
    if (running == null) {
      shutdownBeforeStart = mode;
    } else {
      running.setShutdown((mode & SENT_SHUTDOWN) != 0, (mode & RECEIVED_SHUTDOWN) != 0);
    }
  }

  /**
   * Makes the object ready for another connection with the same settings (SSL_clear(3)). The
   * transport stays; set a new one before the next handshake.
   *
   * <p>A client offers the session of the connection again if that was shut down. If not, the
   * session is {@link Session#invalidate invalidated}.
   *
   * @return 1
   */
  public int clear() {
    Loop running = loop.get();
    if (running != null) {
      leaveSession(running);
      Session session = running.facts().session();
      if (session != null) {
        offer(session);
      }
      running.letGo();
      loop.set(null);
    }
    shutdownBeforeStart = 0;
    LastCall.current().is(id, SslError.NONE);
    return 1;
  }

  /**
   * Closes the transport without a word to the peer (SSL_free(3)); shut down first where that
   * matters. Returns promptly, beside stuck calls of other threads too: they fail with the reason
   * "closed by another thread".
   *
   * <p>As in OpenSSL the session of a connection that was not shut down ({@link #SENT_SHUTDOWN}) is
   * {@link Session#invalidate invalidated}.
   */
  @Override
  public void close() {
    Loop running = loop.get();
    if (running != null) {
      leaveSession(running);
      running.close();
      return;
    }
    if (rbio != null) {
      rbio.close();
      wbio.close();
    }
  }

  /** A session whose connection ends without our close_notify counts as bad (SSL_free(3)). */
  private static void leaveSession(Loop running) {
    Session session = running.facts().session();
    if (session != null && running.isDone() && !running.isClosedByUs()) {
      session.invalidate();
    }
  }

  /**
   * Explains the result of this thread's last call (SSL_get_error(3)).
   *
   * @param ret what that call returned
   * @return {@link SslError#NONE} if it is positive; {@link SslError#SYSCALL} if this thread's last
   *     call was on another connection
   */
  public SslError getError(int ret) {
    if (ret > 0) {
      return SslError.NONE;
    }
    SslError error = LastCall.current().errorOf(id);
    return error == null ? SslError.SYSCALL : error;
  }

  /**
   * This thread's last call as what a Java program would throw; never null.
   *
   * @param ret what that call returned, 0 or less
   * @return the failure with its report; {@code EOFException} if the peer closed in an orderly way;
   *     {@code SocketTimeoutException} if the call is to be made again: over a blocking transport
   *     that means that its receive timeout has passed
   */
  public IOException failure(int ret) {
    return LastCall.current().failure(id, getError(ret));
  }

  /** The calling thread's error queue, the same for all connections. */
  public ErrorQueue errors() {
    return ErrorQueue.current();
  }

  private int finish(LastCall call, int result) {
    int ret =
        switch (result) {
          case Loop.FAILED -> refuse(call, call.fault());
          case Loop.CLOSED_EARLY -> call.closedEarly(id, report(call.fault()));
          default -> call.conclude(id, result);
        };
    notices.deliver();
    return ret;
  }

  private int refuse(LastCall call, Fault fault) {
    return call.refuse(id, report(fault));
  }

  private FailureReport report(Fault fault) {
    Loop running = loop.get();
    return running != null
        ? running.report(fault)
        : new FailureReport(fault, Phase.HELLO, wbio == null ? null : wbio.peer(), 0, 0);
  }

  @Override
  Facts facts() {
    Loop running = loop.get();
    return running == null ? null : running.facts();
  }

  /** SSL_SENT_SHUTDOWN: our close_notify is out. */
  public static final int SENT_SHUTDOWN = 1;

  /** SSL_RECEIVED_SHUTDOWN: the peer's close_notify, or a fatal alert of its, has come. */
  public static final int RECEIVED_SHUTDOWN = 2;
}
