package dev.heddle.conformance;

import dev.heddle.bio.AcceptBio;
import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.ConnectBio;
import dev.heddle.bio.MemoryBio;
import dev.heddle.bio.Nagle;
import dev.heddle.ssl.SslError;
import java.io.IOException;

/** Makes the calls on transports and prints what they answer. */
final class BioCalls {

  private final Trace trace;
  private final Watch watch;

  BioCalls(Trace trace, Watch watch) {
    this.trace = trace;
    this.watch = watch;
  }

  void run(Op op, Side side) throws IOException {
    if (op.name().equals("BIO_set_tcp_ndelay")) {
      boolean on = !op.arg(0).equals("0");
      int ret = flag(setTcpNoDelay(side.transport(), on));
      trace.line(op, side, "BIO_set_tcp_ndelay on=" + flag(on) + " ret=" + ret);
      return;
    }
    Bio bio = side.transport().named(op.arg(0));
    if (bio == null) {
      throw new IllegalStateException(op.name() + ": there is no transport");
    }
    switch (op.name()) {
      case "BIO_read" -> read(op, side, bio);
      case "BIO_write" -> write(op, side, bio);
      case "BIO_do_connect" -> connect(op, side, (ConnectBio) bio);
      default -> simple(op, side, bio);
    }
  }

  /** 1 or 0, and -1 where there is no such option. */
  int tcpNoDelay(Transport transport) throws IOException {
    return Nagle.tcpNoDelay(transport.sink()).map(BioCalls::flag).orElse(-1);
  }

  private static boolean setTcpNoDelay(Transport transport, boolean on) {
    try {
      return transport.sink() != null && Nagle.setTcpNoDelay(transport.sink(), on);
    } catch (IOException e) {
      return false;
    }
  }

  // ------------------------------------------------------ calls that can be retried

  private void read(Op op, Side side, Bio bio) {
    byte[] buffer = new byte[op.number(1)];
    Answer answer = Answer.of(() -> bio.read(buffer, 0, buffer.length));
    String arguments = " n=" + buffer.length;
    print(op, side, bio, arguments, answer, " data=" + Data.show(buffer, answer.ret()));
  }

  private void write(Op op, Side side, Bio bio) {
    Data.Payload payload = side.data().payload(op.arg(1), 1);
    Answer answer = Answer.of(() -> bio.write(payload.buffer(), 0, payload.length()));
    print(op, side, bio, " n=" + payload.length(), answer, "");
  }

  private void connect(Op op, Side side, ConnectBio bio) throws IOException {
    for (; ; ) {
      watch.reset();
      Answer answer = Answer.of(bio::doConnect);
      print(op, side, bio, "", answer, "");
      boolean again = answer.ret() <= 0 && bio.shouldRetry();
      if (!again || op.repeat() == Op.Repeat.ONCE) {
        return;
      }
      side.transport().satisfy(SslError.WANT_CONNECT);
    }
  }

  private void print(Op op, Side side, Bio bio, String arguments, Answer answer, String data) {
    String line =
        op.name()
            + " on="
            + op.arg(0)
            + arguments
            + " ret="
            + answer.ret()
            + " retry="
            + flag(bio.shouldRetry())
            + " read="
            + flag(bio.shouldRead())
            + " write="
            + flag(bio.shouldWrite())
            + " special="
            + flag(bio.shouldIoSpecial())
            + " reason="
            + answer.reason()
            + data;
    if (answer.ret() <= 0 && bio.shouldRetry()) {
      trace.notYet(op, side, line);
    } else {
      trace.line(op, side, line);
    }
  }

  /** A call's number, and in case of failure why. */
  private record Answer(int ret, String reason) {

    interface Call {
      int make() throws IOException;
    }

    static Answer of(Call call) {
      try {
        return new Answer(call.make(), "-");
      } catch (IOException e) {
        // Only what memory says of itself: a socket's failure is errno's to tell.
        String message = String.valueOf(e.getMessage());
        return new Answer(-1, message.equals("broken pipe") ? "broken_pipe" : "-");
      }
    }
  }

  // ------------------------------------------------------------- simple calls

  private void simple(Op op, Side side, Bio bio) throws IOException {
    String argument = "";
    long ret;
    switch (op.name()) {
      case "BIO_set_nbio" -> {
        argument = " n=" + op.arg(1);
        ret = flag(setNbio(bio, !op.arg(1).equals("0")));
      }
      case "BIO_set_mem_eof_return" -> {
        argument = " n=" + op.arg(1);
        ((MemoryBio) bio).setEofReturn(op.number(1));
        ret = 1;
      }
      case "BIO_shutdown_wr" -> {
        ((BioPair.Half) bio).shutdownWrite();
        ret = 1;
      }
      default -> ret = fact(op, bio);
    }
    boolean nonZero = op.has("nz");
    String shown = !nonZero ? Long.toString(ret) : ret > 0 ? "NONZERO" : "0";
    trace.line(op, side, op.name() + " on=" + op.arg(0) + argument + " ret=" + shown);
  }

  private static boolean setNbio(Bio bio, boolean on) {
    return switch (bio) {
      case ChannelBio connected -> connected.setNbio(on);
      case ConnectBio connecting -> connecting.setNbio(on);
      case AcceptBio accepting -> accepting.setNbio(on);
      default -> false;
    };
  }

  private static long fact(Op op, Bio bio) throws IOException {
    return switch (op.name()) {
      case "BIO_pending" -> bio.pending();
      case "BIO_wpending" -> bio.wpending();
      case "BIO_eof" -> flag(bio.eof());
      case "BIO_should_retry" -> flag(bio.shouldRetry());
      case "BIO_should_read" -> flag(bio.shouldRead());
      case "BIO_should_write" -> flag(bio.shouldWrite());
      case "BIO_flush" -> flag(bio.flush());
      case "BIO_get_write_guarantee" -> half(op, bio).writeGuarantee();
      case "BIO_get_read_request" -> half(op, bio).readRequest();
      case "BIO_reset_read_request" -> {
        half(op, bio).resetReadRequest();
        yield 1;
      }
      default -> throw new UnsupportedOpException(op.name());
    };
  }

  private static BioPair.Half half(Op op, Bio bio) {
    if (bio instanceof BioPair.Half half) {
      return half;
    }
    throw new UnsupportedOpException(op.name() + " on " + op.arg(0));
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }
}
