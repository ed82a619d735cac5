package dev.heddle.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The local side of a conformance scenario, played with {@link dev.heddle.ssl}: runs a script of
 * calls against a peer and prints one line for each. What the ops mean and what the lines look like
 * is the conformance kit's to say (its ADAPTER.md).
 *
 * <p>Usage: {@code Adapter id host port certdir script}, with the port of the control channel in
 * the environment as ORACLE_CTL_PORT. The id is for people; nothing depends on it.
 */
public final class Adapter {

  private final Trace trace;
  private final Control control;
  private final Watch watch;
  private final Side a;
  private final Side b;
  private final SslCalls sslCalls;
  private final BioCalls bioCalls;

  private Adapter(Place place, Trace trace, Watch watch) throws IOException {
    this.trace = trace;
    this.watch = watch;
    this.control = Control.connect(place, System.getenv("ORACLE_CTL_PORT"), watch);
    this.a = new Side("", place, watch);
    this.b = new Side("b:", place, watch);
    this.sslCalls = new SslCalls(trace, watch);
    this.bioCalls = new BioCalls(trace, watch);
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 5) {
      System.err.println("usage: Adapter id host port certdir script");
      System.exit(2);
    }
    Trace trace = new Trace(new PrintStream(System.out, false, StandardCharsets.US_ASCII));
    Watch watch = new Watch(() -> end(trace, "TIMEOUT", 3));
    int status = 0;
    String lastLine = "END";
    try {
      Place place = new Place(args[1], Integer.parseInt(args[2]), Path.of(args[3]));
      new Adapter(place, trace, watch).play(Path.of(args[4]));
    } catch (UnsupportedOpException e) {
      lastLine = "UNSUPPORTED " + e.getMessage();
      status = 4;
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      lastLine = "ERROR " + e;
      status = 2;
    }
    end(trace, lastLine, status);
  }

  /** Ends at once: nothing may be said to the peer any more, and the kernel closes the sockets. */
  private static void end(Trace trace, String line, int status) {
    trace.raw(line);
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  private void play(Path script) throws IOException {
    for (String line : Files.readAllLines(script, StandardCharsets.US_ASCII)) {
      Op op = Op.parse(line);
      if (op != null) {
        watch.reset();
        run(op, op.second() ? b : a);
      }
    }
  }

  private void run(Op op, Side side) throws IOException {
    if (op.name().startsWith("BIO_")) {
      bioCalls.run(op, side);
    } else if (op.name().startsWith("SSL_")) {
      sslCalls.run(op, side);
    } else if (!runCompound(op, side) && !runPlumbing(op, side)) {
      runSetUp(op, side);
    }
  }

  /** Ops that print a line of their own, or make several calls. */
  private boolean runCompound(Op op, Side side) throws IOException {
    switch (op.name()) {
      case "mark" -> {
        trace.raw("-- " + op.arg(0));
        trace.forget(side);
      }
      case "both" -> sslCalls.both(op, a, b);
      case "read_total" -> sslCalls.readTotal(op, side);
      case "write_until_fail" -> sslCalls.writeUntilFail(op, side);
      case "save_session" ->
          trace.line(op, side, "save_session resumable=" + (side.saveSession() ? 1 : 0));
      case "getsockopt" ->
          trace.line(
              op, side, "getsockopt opt=TCP_NODELAY ret=" + bioCalls.tcpNoDelay(side.transport()));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Ops that move bytes and print nothing. */
  private boolean runPlumbing(Op op, Side side) throws IOException {
    switch (op.name()) {
      case "go" -> control.go();
      case "wait" -> control.await();
      case "flush" -> side.transport().flush();
      case "feed" -> feed(op.arg(0), side.transport());
      case "nbio" -> side.transport().nonBlocking(op.arg(0).equals("1"));
      case "timeout" -> side.transport().receiveTimeout(op.number(0));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void feed(String what, Transport transport) throws IOException {
    switch (what) {
      case "rec" -> transport.feedRecord();
      case "eof" -> transport.feedEnd();
      default -> transport.feedBytes(Integer.parseInt(what));
    }
  }

  private void runSetUp(Op op, Side side) throws IOException {
    switch (op.name()) {
      case "ctx" -> side.newContext(op);
      case "ssl" -> {
        side.newSsl(op);
        trace.forget(side);
      }
      case "bio" -> side.newTransport(op);
      case "join" -> Side.join(a, b, op.number(0), op.number(1));
      case "close" -> side.closeTransport();
      case "free" -> side.freeSsl();
      default -> throw new UnsupportedOpException(op.name());
    }
  }
}
