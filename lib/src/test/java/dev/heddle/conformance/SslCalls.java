package dev.heddle.conformance;

import dev.heddle.ssl.ErrorEntry;
import dev.heddle.ssl.KeyUpdate;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslError;
import java.io.IOException;

/** Makes the calls on a connection and prints what they answer. */
final class SslCalls {

  private final Trace trace;
  private final Watch watch;

  SslCalls(Trace trace, Watch watch) {
    this.trace = trace;
    this.watch = watch;
  }

  /**
   * What a call has answered.
   *
   * @param arguments the part of the line that repeats the length asked for; maybe empty
   * @param data what was read, as shown; null for calls that do not read
   */
  private record Answer(
      int ret, SslError error, String arguments, String shownRet, String data, Errors errors) {

    static Answer of(Ssl ssl, int ret, String arguments) {
      return of(ssl, ret, arguments, Integer.toString(ret), null);
    }

    static Answer of(Ssl ssl, int ret, String arguments, String shownRet, String data) {
      return new Answer(ret, ssl.getError(ret), arguments, shownRet, data, Errors.take(ssl));
    }

    boolean isNotYet() {
      return ret <= 0 && error.isWant();
    }
  }

  /** Which answers are worth a line. */
  @FunctionalInterface
  private interface Interest {
    boolean in(Answer answer);

    Interest ALL = answer -> true;
    Interest FAILURES = answer -> answer.ret() <= 0;
    Interest FINAL = answer -> !answer.isNotYet();
    Interest FINAL_OR_WANT_WRITE =
        answer -> FINAL.in(answer) || answer.error() == SslError.WANT_WRITE;
  }

  void run(Op op, Side side) throws IOException {
    switch (op.name()) {
      case "SSL_connect",
          "SSL_accept",
          "SSL_do_handshake",
          "SSL_shutdown",
          "SSL_read",
          "SSL_peek",
          "SSL_write" -> {
        if (op.repeat() == Op.Repeat.ONCE) {
          call(op, side, Interest.ALL);
        } else {
          repeat(op, side);
        }
      }
      default -> simple(op, side);
    }
  }

  // -------------------------------------------------- calls with a result to explain

  private Answer call(Op op, Side side, Interest interest) {
    watch.reset();
    side.ssl().errors().clearError();
    side.alerts().clear();
    Answer answer = make(op, side);
    if (interest.in(answer)) {
      String line = line(op, side, answer);
      if (answer.isNotYet()) {
        trace.notYet(op, side, line);
      } else {
        trace.line(op, side, line);
      }
    }
    return answer;
  }

  private Answer make(Op op, Side side) {
    Ssl ssl = side.ssl();
    return switch (op.name()) {
      case "SSL_connect" -> Answer.of(ssl, ssl.connect(), "");
      case "SSL_accept" -> Answer.of(ssl, ssl.accept(), "");
      case "SSL_do_handshake" -> Answer.of(ssl, ssl.doHandshake(), "");
      case "SSL_shutdown" -> Answer.of(ssl, ssl.shutdown(), "");
      case "SSL_read", "SSL_peek" -> read(op, ssl);
      case "SSL_write" -> write(op, side);
      default -> throw new UnsupportedOpException(op.name());
    };
  }

  private static Answer read(Op op, Ssl ssl) {
    int length = op.number(0);
    byte[] buffer = new byte[length];
    int ret =
        op.name().equals("SSL_peek") ? ssl.peek(buffer, 0, length) : ssl.read(buffer, 0, length);
    return Answer.of(ssl, ret, " n=" + length, Integer.toString(ret), Data.show(buffer, ret));
  }

  private static Answer write(Op op, Side side) {
    int which = Integer.parseInt(op.option("buf").orElse("1"));
    Data.Payload payload = side.data().payload(op.arg(0), which);
    int ret = side.ssl().write(payload.buffer(), 0, payload.length());
    boolean hidden = op.has("norm=partial") && ret > 0 && ret < payload.length();
    String shownRet = hidden ? "PARTIAL" : Integer.toString(ret);
    return Answer.of(side.ssl(), ret, " n=" + payload.length(), shownRet, null);
  }

  private static String line(Op op, Side side, Answer answer) {
    // The manual page: the result 0 of SSL_shutdown is not to be asked SSL_get_error about.
    boolean unexplained = op.name().equals("SSL_shutdown") && answer.ret() == 0;
    boolean system = !unexplained && answer.error() == SslError.SYSCALL;
    return op.name()
        + answer.arguments()
        + " ret="
        + answer.shownRet()
        + " err="
        + (unexplained ? "-" : "SSL_ERROR_" + answer.error())
        + " shutdown="
        + side.ssl().getShutdown()
        + state(side.ssl())
        + " alert="
        + side.alerts()
        + " reason="
        + answer.errors().reasons()
        + " errno="
        + (system ? answer.errors().errno() : "-")
        + (answer.data() == null ? "" : " data=" + answer.data());
  }

  private static String state(Ssl ssl) {
    return " state=" + flag(ssl.isInitFinished());
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }

  // -------------------------------------------------------------------- loops

  /** {@code *} and {@code +}: calls until the answer is final, and moves bytes in between. */
  private void repeat(Op op, Side side) throws IOException {
    boolean untilWantWrite = op.has("until=WANT_WRITE");
    Interest interest =
        op.repeat() == Op.Repeat.PRINT_ALL
            ? Interest.ALL
            : untilWantWrite ? Interest.FINAL_OR_WANT_WRITE : Interest.FINAL;
    for (; ; ) {
      Answer answer = call(op, side, interest);
      if (answer.isNotYet() && untilWantWrite && answer.error() == SslError.WANT_WRITE) {
        return;
      }
      if (!answer.isNotYet() || (op.name().equals("SSL_shutdown") && answer.ret() == 0)) {
        side.transport().flush();
        return;
      }
      side.transport().satisfy(answer.error());
    }
  }

  /** Calls on both sides in turn until both are final. */
  void both(Op op, Side a, Side b) {
    Op onA = op.calling(op.arg(0));
    Op onB = op.calling(op.arg(1));
    boolean doneA = false;
    boolean doneB = false;
    while (!doneA || !doneB) {
      doneA = doneA || !call(onA, a, Interest.ALL).isNotYet();
      doneB = doneB || !call(onB, b, Interest.ALL).isNotYet();
    }
  }

  /** Writes until that fails, and prints only the failure. */
  void writeUntilFail(Op op, Side side) {
    Op write = new Op(op.informative(), op.second(), "SSL_write", Op.Repeat.ONCE, op.args());
    while (call(write, side, Interest.FAILURES).ret() > 0) {}
  }

  /** Reads until there is as much, and prints only that. */
  void readTotal(Op op, Side side) throws IOException {
    int wanted = op.number(0);
    byte[] buffer = new byte[wanted];
    int have = 0;
    while (have < wanted) {
      watch.reset();
      int n = side.ssl().read(buffer, have, wanted - have);
      SslError error = side.ssl().getError(n);
      if (n > 0) {
        have += n;
      } else if (error.isWant()) {
        side.transport().satisfy(error);
      } else {
        break;
      }
    }
    String shown = Data.show(buffer, have);
    trace.line(op, side, "read_total n=" + wanted + " ret=" + have + " data=" + shown);
  }

  // ------------------------------------------------------------- simple calls

  private void simple(Op op, Side side) {
    Ssl ssl = side.ssl();
    String answer =
        switch (op.name()) {
          case "SSL_set_connect_state" -> {
            ssl.setConnectState();
            yield "void" + states(ssl);
          }
          case "SSL_set_accept_state" -> {
            ssl.setAcceptState();
            yield "void" + states(ssl);
          }
          case "SSL_set_shutdown" -> {
            ssl.setShutdown(op.number(0));
            yield "void" + states(ssl);
          }
          case "SSL_clear" -> ssl.clear() + states(ssl);
          case "SSL_key_update" -> keyUpdate(op, ssl);
          default -> fact(op, ssl);
        };
    String argument = op.name().equals("SSL_set_shutdown") ? " n=" + op.arg(0) : "";
    trace.line(op, side, op.name() + argument + " ret=" + answer);
  }

  private static String states(Ssl ssl) {
    return " shutdown=" + ssl.getShutdown() + state(ssl);
  }

  private static String keyUpdate(Op op, Ssl ssl) {
    ssl.errors().clearError();
    boolean requested = op.arg(0).equals("requested");
    int ret = ssl.keyUpdate(requested ? KeyUpdate.REQUESTED : KeyUpdate.NOT_REQUESTED);
    return ret + " reason=" + Errors.take(ssl).reasons();
  }

  private static String fact(Op op, Ssl ssl) {
    return switch (op.name()) {
      case "SSL_pending" -> Integer.toString(ssl.pending());
      case "SSL_has_pending" -> Integer.toString(flag(ssl.hasPending()));
      case "SSL_session_reused" -> Integer.toString(flag(ssl.sessionReused()));
      case "SSL_is_server" -> Integer.toString(flag(ssl.isServer()));
      case "SSL_get_verify_result" -> Integer.toString(ssl.getVerifyResult().code());
      case "SSL_get_version" -> ssl.getVersion();
      case "SSL_get0_alpn_selected" -> ssl.getAlpnSelected() == null ? "-" : ssl.getAlpnSelected();
      case "SSL_get_peer_certificate" -> ssl.getPeerCertificate() == null ? "NULL" : "PRESENT";
      default -> throw new UnsupportedOpException(op.name());
    };
  }

  /** What the error queue held after a call. */
  private record Errors(String reasons, String errno) {

    static Errors take(Ssl ssl) {
      StringBuilder reasons = new StringBuilder();
      String errno = "0";
      ErrorEntry entry;
      while ((entry = ssl.errors().getError()) != null) {
        if (entry.library() == ErrorEntry.Library.SYS) {
          // libssl leaves the transport's failures to errno and puts nothing into the queue.
          errno = Errno.of(entry.cause());
        } else {
          reasons.append(reasons.isEmpty() ? "" : "+").append(entry.reason().replace(' ', '_'));
        }
      }
      return new Errors(reasons.isEmpty() ? "-" : reasons.toString(), errno);
    }
  }
}
