package dev.heddle.demo.connect;

import dev.heddle.config.ConfigException;
import dev.heddle.config.Session;
import dev.heddle.config.TicketKeyFile;
import dev.heddle.config.TicketKeys;
import dev.heddle.demo.common.FileFaults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Option;

/** What to resume, and what to keep of it: sessions in files, sealed under a key in another. */
final class SessionOptions {

  @Option(
      names = "--reconnect",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Connect N times more, each time with the session of the connection before, and print a"
              + " line about each: New or Reused. Nothing is sent, and the standard input not read")
  private int reconnect;

  @Option(
      names = {"--sess-in", "--sess_in"},
      paramLabel = "FILE",
      description =
          "Resume the session in this file, if the server agrees, and the options that say whom to"
              + " trust are those of then")
  private Path in;

  @Option(
      names = {"--sess-out", "--sess_out"},
      paramLabel = "FILE",
      description =
          "Keep the session in this file, sealed under a key. One of TLS 1.3 can be resumed once")
  private Path out;

  @Option(
      names = {"--sess-key", "--sess_key"},
      paramLabel = "FILE",
      description =
          "The key of both (default: in a file beside each, with @|italic .key|@ after its name,"
              + " which is made where it is missing)")
  private Path key;

  private Session offered;
  private TicketKeys outKeys;

  /**
   * Reads the session to begin with, and sees to the key of the one to keep.
   *
   * @throws IllegalArgumentException saying which option or file is wrong
   */
  void load(boolean json) {
    if (reconnect < 0 || reconnect > MOST) {
      throw new IllegalArgumentException("--reconnect must be 0 to " + MOST + ", not " + reconnect);
    }
    if (reconnect > 0 && json) {
      throw new IllegalArgumentException("--reconnect and --json exclude each other");
    }
    if (key != null && in == null && out == null) {
      throw new IllegalArgumentException("--sess-key needs --sess-in or --sess-out");
    }
    if (in != null) {
      offered = read();
    }
    if (out != null) {
      outKeys = keys("--sess-out", out, true);
    }
  }

  private Session read() {
    byte[] sealed;
    try (InputStream stream = Files.newInputStream(in)) {
      sealed = stream.readNBytes(LONGEST);
    } catch (IOException e) {
      throw FileFaults.about("--sess-in: cannot read", in, e);
    }
    return Session.open(sealed, keys("--sess-in", in, false), PURPOSE)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--sess-in: "
                        + in
                        + " does not open with the key in "
                        + keyOf(in)
                        + ": it was changed, sealed with another key, or is no session of"
                        + " --sess-out"));
  }

  private TicketKeys keys(String option, Path file, boolean make) {
    Path keys = keyOf(file);
    try {
      if (make && key == null && !Files.exists(keys)) {
        TicketKeyFile.create(keys);
      }
      return TicketKeyFile.open(keys);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  private Path keyOf(Path file) {
    return key != null ? key : file.resolveSibling(file.getFileName() + ".key");
  }

  /** How many times more to connect. */
  int reconnect() {
    return reconnect;
  }

  /** The session to begin with; null for none. */
  Session offered() {
    return offered;
  }

  /** Whether sessions come from other runs of the program, or go to them. */
  boolean inFiles() {
    return in != null || out != null;
  }

  /** Whether a session is to be kept. */
  boolean keeps() {
    return out != null;
  }

  /**
   * Keeps a session if that was asked for; the file is replaced as a whole, and for the owner alone
   * where the file system knows owners.
   *
   * @param session null if there is none
   * @return why it is not kept though that was asked for; else null
   */
  String keep(Session session) {
    if (out == null) {
      return null;
    }
    if (session == null) {
      return "--sess-out: the server gave no session that can be resumed";
    }
    try {
      write(session);
      return null;
    } catch (IOException e) {
      return FileFaults.about("--sess-out: cannot write", out, e).getMessage();
    }
  }

  private void write(Session session) throws IOException {
    Path directory = out.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(directory, out.getFileName().toString(), ".new");
    try {
      Files.write(fresh, session.seal(outKeys, PURPOSE));
      Files.move(fresh, out, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static final String PURPOSE = "heddle-demo connect: a session of a client";
  private static final int MOST = 1000;
  private static final int LONGEST = 1 << 20;
}
