package dev.heddle.net;

import dev.heddle.fault.FailureReport;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The events of the JDK's Flight Recorder. Each is committed when what it tells of is over, and its
 * {@code time} says how long that took. Their texts are those of messages: no secret, and what the
 * peer has chosen only escaped. Only for a JVM that has the module {@code jdk.jfr}.
 */
final class FlightEvents {

  // To ask whether somebody records: making an event for that would cost something.
  private static final Resolve RESOLVE = new Resolve();
  private static final Connect CONNECT = new Connect();
  private static final Handshake HANDSHAKE = new Handshake();
  private static final Close CLOSE = new Close();

  static boolean wantsResolve() {
    return RESOLVE.isEnabled();
  }

  static boolean wantsConnect() {
    return CONNECT.isEnabled();
  }

  static boolean wantsHandshake() {
    return HANDSHAKE.isEnabled();
  }

  static boolean wantsClose() {
    return CLOSE.isEnabled();
  }

  static void commit(ConnectionEvent.Resolved told) {
    Resolve event = new Resolve();
    event.about(told.id(), told.failure());
    event.host = told.host();
    event.addresses = told.addresses().size();
    event.time = told.time().toNanos();
    event.commit();
  }

  static void commit(ConnectionEvent.Connected told) {
    Connect event = new Connect();
    event.about(told.id(), told.failure());
    event.peer = told.peer();
    event.time = told.time().toNanos();
    event.commit();
  }

  static void commit(ConnectionEvent.Handshake told) {
    Handshake event = new Handshake();
    event.about(told.id(), told.failure());
    event.client = told.client();
    event.peer = told.peer();
    event.time = told.time().toNanos();
    ConnectionInfo info = told.info();
    if (info == null) {
      event.phase = told.failure().phase().name();
    } else {
      event.resumed = info.resumed();
      event.version = info.version().openSslName();
      event.cipherSuite = info.cipherSuite().ianaName();
      event.group = info.group() == null ? null : info.group().ianaName();
    }
    event.commit();
  }

  static void commit(ConnectionEvent.Closed told) {
    Close event = new Close();
    event.about(told.id(), told.failure());
    event.peer = told.info().peer();
    event.sent = told.info().sent();
    event.received = told.info().received();
    event.commit();
  }

  /** What all have. */
  @Category("Heddle")
  @StackTrace(false)
  abstract static class About extends Event {
    @Label("Connection")
    @Description("The connection's number in this JVM; all attempts for one have the same")
    long connection;

    @Label("Failure")
    @Description("The category of what went wrong; null if nothing did")
    String failure;

    @Label("Message")
    @Description("What went wrong")
    String message;

    void about(long id, FailureReport report) {
      connection = id;
      if (report != null) {
        failure = report.fault().category().name();
        message = report.message();
      }
    }
  }

  @Name("heddle.Resolve")
  @Label("Name Resolution")
  @Description("A name has been looked up")
  static final class Resolve extends About {
    @Label("Host")
    String host;

    @Label("Addresses")
    @Description("How many there are")
    int addresses;

    @Label("Time")
    @Timespan(Timespan.NANOSECONDS)
    long time;
  }

  @Name("heddle.Connect")
  @Label("Connect")
  @Description("The transport to one address stands, or could not be had")
  static final class Connect extends About {
    @Label("Peer")
    String peer;

    @Label("Time")
    @Timespan(Timespan.NANOSECONDS)
    long time;
  }

  @Name("heddle.Handshake")
  @Label("Handshake")
  @Description("A handshake is over")
  static final class Handshake extends About {
    @Label("Client")
    @Description("Whether this end is the client")
    boolean client;

    @Label("Peer")
    String peer;

    @Label("Time")
    @Timespan(Timespan.NANOSECONDS)
    long time;

    @Label("Resumed")
    @Description("Whether a session was resumed")
    boolean resumed;

    @Label("Protocol Version")
    String version;

    @Label("Cipher Suite")
    String cipherSuite;

    @Label("Group")
    @Description("The key exchange group; null if there was none")
    String group;

    @Label("Phase")
    @Description("How far a handshake came that failed")
    String phase;
  }

  @Name("heddle.Close")
  @Label("Close")
  @Description("A connection whose handshake was done is closed")
  static final class Close extends About {
    @Label("Peer")
    String peer;

    @Label("Sent")
    @DataAmount
    long sent;

    @Label("Received")
    @DataAmount
    long received;
  }

  private FlightEvents() {}
}
