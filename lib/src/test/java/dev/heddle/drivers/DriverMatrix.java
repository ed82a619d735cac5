package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.PinGuard;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every driver must do in each {@link Scenario}, over the face under test. A driver's test
 * says how it connects, asks and closes, and where its exceptions differ from most.
 */
@ExtendWith({PinGuard.class, VirtualThreads.class})
public abstract class DriverMatrix {

  /** The read timeout of {@link Scenario#READ_TIMEOUT}. */
  protected static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

  /** One connection of the driver, or whatever it has instead. */
  public interface Session extends AutoCloseable {

    /** Asks the server something, and checks the answer. */
    void exchange() throws Exception;

    /** Asks the server what it does not answer within half a minute. */
    void askInVain() throws Exception;

    /** Whether the driver knows that this connection is of no use any more. */
    boolean isClosed() throws Exception;

    /** Ends it, also while another thread waits for an answer; then again, to no effect. */
    void disconnect() throws Exception;

    @Override
    default void close() {
      try {
        disconnect();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Connects to the server of a scenario, as {@code localhost}; the connection may come with the
   * first exchange instead.
   *
   * @param context of the face under test, with the scenario's trust and identity
   * @param readTimeout how long a read may take; null for no limit
   */
  protected abstract Session open(SSLContext context, Scenario scenario, Duration readTimeout)
      throws Exception;

  /** What the chain of exceptions says where the server's name is wrong. */
  protected String wrongNameText() {
    return "elsewhere\\.test|localhost";
  }

  /** What it says where a server refuses a client that has no certificate. */
  protected abstract String noClientCertificateText();

  /** What it says where the server does not know the issuer of the client's certificate. */
  protected String strangeClientCertificateText() {
    return "unknown_ca|unknown ca";
  }

  /** The exception of a read that took too long, anywhere in the chain. */
  protected Class<? extends Throwable> timeoutClass() {
    return SocketTimeoutException.class;
  }

  /**
   * Waits until a call that is not answered waits: in a driver with a thread that reads, for it.
   */
  protected Blocked untilBlocked(Blocked call) {
    return call.untilReading();
  }

  @Test
  void good() throws Exception {
    succeeds(Scenario.GOOD);
  }

  @Test
  void clientCertificate() throws Exception {
    succeeds(Scenario.CLIENT_CERTIFICATE);
  }

  @Test
  void wrongCa() {
    Causes.demand(fails(Scenario.WRONG_CA), CertificateException.class);
  }

  @Test
  void expired() {
    Throwable thrown = fails(Scenario.EXPIRED);
    Causes.demand(thrown, CertificateException.class);
    Causes.assertSays(thrown, "expired|NotAfter");
  }

  @Test
  void wrongName() {
    Causes.assertSays(fails(Scenario.WRONG_NAME), wrongNameText());
  }

  @Test
  void noClientCertificate() {
    Causes.assertSays(fails(Scenario.NO_CLIENT_CERTIFICATE), noClientCertificateText());
  }

  @Test
  void strangeClientCertificate() {
    Causes.assertSays(fails(Scenario.STRANGE_CLIENT_CERTIFICATE), strangeClientCertificateText());
  }

  @Test
  void readTimeout() throws Exception {
    succeeds(Scenario.GOOD); // the first connection of all is slow on a busy machine
    try (Session session = open(Scenario.READ_TIMEOUT, READ_TIMEOUT)) {
      session.exchange();
      long start = System.nanoTime();
      Blocked blocked = Blocked.virtually(session::askInVain);
      Throwable thrown = blocked.ended().thrown();
      Causes.demand(thrown, timeoutClass());
      assertTrue(
          System.nanoTime() - start >= READ_TIMEOUT.toNanos() / 2, () -> Causes.text(thrown));
    }
  }

  @Test
  void closeWhileBlocked() throws Exception {
    try (Session session = open(Scenario.CLOSE_WHILE_BLOCKED, null)) {
      session.exchange();
      Blocked blocked = untilBlocked(Blocked.virtually(session::askInVain));
      session.disconnect();
      assertFalse(blocked.ended().interrupted());
      assertTrue(session.isClosed());
    }
  }

  @Test
  void closeWhileAPlatformThreadIsBlocked() throws Exception {
    try (Session session = open(Scenario.CLOSE_WHILE_BLOCKED, null)) {
      session.exchange();
      Blocked blocked = untilBlocked(Blocked.onPlatform(session::askInVain));
      session.disconnect();
      blocked.ended();
      assertTrue(session.isClosed());
    }
  }

  @Test
  void interruptWhileBlocked() throws Exception {
    try (Session session = open(Scenario.INTERRUPT_WHILE_BLOCKED, null)) {
      session.exchange();
      Blocked blocked = untilBlocked(Blocked.virtually(session::askInVain));
      blocked.interrupt();
      assertTrue(blocked.ended().interrupted(), "the interrupt was swallowed");
      assertTrue(session.isClosed());
    }
  }

  private Session open(Scenario scenario, Duration readTimeout) throws Exception {
    SSLContext context = Face.tested().context(Pki.root(), Pki.client(scenario));
    return open(context, scenario, readTimeout);
  }

  private void succeeds(Scenario scenario) throws Exception {
    try (Session session = open(scenario, null)) {
      session.exchange();
      session.exchange();
    }
  }

  private Throwable fails(Scenario scenario) {
    return assertThrows(Exception.class, () -> succeeds(scenario));
  }
}
