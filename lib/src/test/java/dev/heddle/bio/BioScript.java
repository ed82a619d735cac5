package dev.heddle.bio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs lines of the conformance kit's BIO calls, such as {@code BIO_read net 4}, and gives the
 * trace that libssl's adapter prints for them, without the {@code reason} field's text for anything
 * but a broken pipe.
 */
final class BioScript {
  private final Map<String, ? extends Bio> targets;
  private final List<String> trace = new ArrayList<>();

  BioScript(Map<String, ? extends Bio> targets) {
    this.targets = targets;
  }

  /** The trace since the last call of this. */
  List<String> run(String... lines) throws IOException {
    trace.clear();
    for (String line : lines) {
      String[] word = line.split(" ");
      trace.add(call(word[0], word[1], word.length > 2 ? word[2] : null));
    }
    return List.copyOf(trace);
  }

  private String call(String op, String on, String argument) throws IOException {
    Bio bio = targets.get(on);
    String head = op + " on=" + on;
    switch (op) {
      case "BIO_read" -> {
        byte[] buf = new byte[Integer.parseInt(argument)];
        int n = bio.read(buf, 0, buf.length);
        String data = n > 0 ? new String(buf, 0, n, StandardCharsets.US_ASCII) : "-";
        return head + " n=" + buf.length + " ret=" + n + flags(bio) + " reason=- data=" + data;
      }
      case "BIO_write" -> {
        byte[] buf = argument.getBytes(StandardCharsets.US_ASCII);
        int n;
        String reason = "-";
        try {
          n = bio.write(buf, 0, buf.length);
        } catch (IOException e) {
          n = -1;
          reason = e.getMessage().replace(' ', '_');
        }
        return head + " n=" + buf.length + " ret=" + n + flags(bio) + " reason=" + reason;
      }
      case "BIO_do_connect" -> {
        int n = ((ConnectBio) bio).doConnect();
        return head + " ret=" + n + flags(bio) + " reason=-";
      }
      case "BIO_set_nbio" -> {
        boolean done = ((ConnectBio) bio).setNbio(argument.equals("1"));
        return head + " n=" + argument + " ret=" + (done ? 1 : 0);
      }
      default -> {
        return head + " ret=" + number(op, bio);
      }
    }
  }

  private static long number(String op, Bio bio) throws IOException {
    return switch (op) {
      case "BIO_pending" -> bio.pending();
      case "BIO_wpending" -> bio.wpending();
      case "BIO_eof" -> bit(bio.eof());
      case "BIO_flush" -> bit(bio.flush());
      case "BIO_should_retry" -> bit(bio.shouldRetry());
      case "BIO_should_read" -> bit(bio.shouldRead());
      case "BIO_should_write" -> bit(bio.shouldWrite());
      case "BIO_get_write_guarantee" -> ((BioPair.Half) bio).writeGuarantee();
      case "BIO_get_read_request" -> ((BioPair.Half) bio).readRequest();
      case "BIO_shutdown_wr" -> {
        ((BioPair.Half) bio).shutdownWrite();
        yield 1;
      }
      default -> throw new IllegalArgumentException(op);
    };
  }

  private static String flags(Bio bio) {
    return " retry=%d read=%d write=%d special=%d"
        .formatted(
            bit(bio.shouldRetry()),
            bit(bio.shouldRead()),
            bit(bio.shouldWrite()),
            bit(bio.shouldIoSpecial()));
  }

  private static int bit(boolean is) {
    return is ? 1 : 0;
  }
}
