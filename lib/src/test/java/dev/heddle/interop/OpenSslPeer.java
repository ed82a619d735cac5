package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.OpenSsl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The {@code openssl} program; what it says is read off its output. */
final class OpenSslPeer implements Peer {

  private static final String FAILED = "error:0A[0-9A-F]{6}:[^\n]*\n";
  private static final Pattern CLIENT_READY =
      Pattern.compile(
          "(?s)(New|Reused), (?<version>\\S+), Cipher is (?<suite>\\S+)\n.*?\n---\n|" + FAILED);
  private static final Pattern SERVER_READY =
      Pattern.compile("(?s)CIPHER is (?<suite>\\S+)\n.*?Secure Renegotiation IS|" + FAILED);
  private static final Pattern REUSED = Pattern.compile("(?m)^Reused[, ]");
  private static final Pattern REFUSED = Pattern.compile(FAILED);
  private static final Pattern ALERT = Pattern.compile("SSL alert number (\\d+)");
  private static final Pattern VERIFY = Pattern.compile("verify error:num=(\\d+)");
  private static final Pattern PROTOCOL = Pattern.compile("(?m)^    Protocol  : (.*)$");
  private static final Pattern SUBJECT = Pattern.compile("(?m)^subject=CN = (.*)$");
  private static final Pattern SELECTED =
      Pattern.compile("(?m)^ALPN protocols? ?(?:selected)?: (.*)$");
  private static final Pattern SERVER_NAME =
      Pattern.compile("\"server name\" [^\n]*\n((?:[0-9a-f]{4} - [^\n]*\n)+)");

  private final boolean server;
  private final boolean quiet;

  /** Where a client keeps its session; null for a server. */
  private final Path session;

  private final Callable<OpenSsl> start;
  private OpenSsl program;
  private int commands;
  private boolean sawClose;

  private OpenSslPeer(boolean server, boolean quiet, Path session, Callable<OpenSsl> start)
      throws Exception {
    this.server = server;
    this.quiet = quiet;
    this.session = session;
    this.start = start;
    this.program = start.call();
  }

  static OpenSslPeer client(Terms terms, int port, String... more) throws Exception {
    OpenSsl.program();
    Path session = Files.createTempFile("heddle-session", ".pem");
    return new OpenSslPeer(
        false, List.of(more).contains("-quiet"), session, () -> client(terms, port, session, more));
  }

  private static OpenSsl client(Terms terms, int port, Path session, String... more)
      throws Exception {
    List<String> options = options(terms, more);
    options.addAll(
        List.of("-servername", terms.host, "-verify_hostname", terms.host, "-verify_return_error"));
    if (Files.size(session) > 0) {
      options.addAll(List.of("-sess_in", session.toString()));
    }
    options.addAll(List.of("-sess_out", session.toString()));
    return OpenSsl.client(
        settings(terms), port, terms.trusted, terms.identity, options.toArray(String[]::new));
  }

  static OpenSslPeer server(Terms terms, String... more) throws Exception {
    List<String> options = options(terms, more);
    options.add("-tlsextdebug");
    if (!terms.tickets) {
      options.add("-no_ticket");
    }
    switch (terms.clientAuth) {
      case NONE -> {}
      case ASKED -> options.addAll(List.of("-verify", "5", "-verify_return_error"));
      case REQUIRED -> options.addAll(List.of("-Verify", "5", "-verify_return_error"));
    }
    return new OpenSslPeer(
        true,
        false,
        null,
        () ->
            OpenSsl.server(
                settings(terms), terms.identity, terms.trusted, options.toArray(String[]::new)));
  }

  /** What there is no option for. */
  private static String settings(Terms terms) {
    return terms.extendedMasterSecret ? "" : "Options = -ExtendedMasterSecret";
  }

  private static List<String> options(Terms terms, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(
        List.of(
            "-min_protocol", terms.min.openSslName(), "-max_protocol", terms.max.openSslName()));
    list(options, "-cipher", terms, TlsVersion.TLS_1_2);
    list(options, "-ciphersuites", terms, TlsVersion.TLS_1_3);
    if (!terms.groups.isEmpty()) {
      options.add("-groups");
      options.add(
          terms.groups.stream().map(NamedGroup::openSslName).collect(Collectors.joining(":")));
    }
    if (!terms.alpn.isEmpty()) {
      options.add("-alpn");
      options.add(String.join(",", terms.alpn));
    }
    return options;
  }

  private static void list(List<String> options, String name, Terms terms, TlsVersion version) {
    String names =
        terms.suites.stream()
            .filter(suite -> suite.version() == version)
            .map(CipherSuite::openSslName)
            .collect(Collectors.joining(":"));
    if (!names.isEmpty()) {
      options.add(name);
      options.add(names);
    }
  }

  @Override
  public int port() {
    return program.port();
  }

  /** All that has been printed. */
  String output() {
    return program.output();
  }

  /** A quiet client says nothing of it, and null is returned. */
  @Override
  public Agreed shakeHands() throws Exception {
    if (quiet) {
      return null;
    }
    Matcher ready = program.await(server ? SERVER_READY : CLIENT_READY);
    String suiteName = ready.group("suite");
    if (suiteName == null || suiteName.equals("(NONE)")) {
      throw refused();
    }
    String output = program.output();
    CipherSuite suite =
        Arrays.stream(CipherSuite.values())
            .filter(each -> each.openSslName().equals(suiteName))
            .findFirst()
            .orElseThrow(() -> new AssertionError("unknown suite " + suiteName));
    return new Agreed(
        server ? suite.version().openSslName() : version(ready.group("version"), output),
        suite.ianaName(),
        group(SELECTED, output),
        server ? serverName(output) : null,
        group(SUBJECT, output),
        REUSED.matcher(ready.group()).find());
  }

  /** Of the session where that is shown: the other is the oldest one the suite is for. */
  private static String version(String ofSuite, String output) {
    String ofSession = group(PROTOCOL, output);
    return ofSession == null ? ofSuite : ofSession;
  }

  /** From a dump of sixteen bytes a line: RFC 6066 section 3, a list of one name of type 0. */
  private static String serverName(String output) {
    String dump = group(SERVER_NAME, output);
    if (dump == null) {
      return null;
    }
    String hex =
        dump.lines()
            .map(line -> line.substring(7, 7 + 3 * 16).replaceAll("[ -]", ""))
            .collect(Collectors.joining());
    return new String(HexFormat.of().parseHex(hex.substring(10)), StandardCharsets.US_ASCII);
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  @Override
  public void send(String text) throws Exception {
    program.type(text);
  }

  @Override
  public void expect(String text) throws Exception {
    program.await(text);
  }

  @Override
  public void expectClose() throws Exception {
    program.await(Pattern.compile(server ? "(?m)^DONE$" : "(?m)^closed$"));
    sawClose = true;
  }

  /** A client's only, or an answer, which the program sends by itself. */
  @Override
  public void sendClose() throws Exception {
    if (!sawClose) {
      program.type("Q\n");
    }
  }

  @Override
  public void keyUpdate(boolean request) throws Exception {
    command(request ? "K\n" : "k\n", server ? ">>> [^\n]*KeyUpdate" : "KEYUPDATE");
  }

  @Override
  public void renegotiate() throws Exception {
    command(server ? "r\n" : "R\n", server ? ">>> [^\n]*HelloRequest" : "RENEGOTIATING");
  }

  /** Waits until exactly so many have been received and sent; it must run with {@code -msg}. */
  void awaitKeyUpdates(int received, int sent) throws Exception {
    for (String way : List.of("<<<", ">>>")) {
      int wanted = way.equals("<<<") ? received : sent;
      Pattern update = Pattern.compile(way + " [^\\n]*KeyUpdate");
      program.await(Pattern.compile("(?s)(" + update + ".*?){" + wanted + "}"));
      assertEquals(wanted, update.matcher(program.output()).results().count(), way);
    }
  }

  /**
   * Waits until it is taken: what is typed too soon after it is taken for a part of it. A server
   * must have been started with {@code -msg}.
   */
  private void command(String letter, String taken) throws Exception {
    program.type(letter);
    program.await(Pattern.compile("(?s)(" + taken + ".*?){" + ++commands + "}"));
  }

  @Override
  public void drop() throws Exception {
    ProcessHandle.of(program.pid()).orElseThrow().destroyForcibly();
  }

  @Override
  public Refusal refusal() throws Exception {
    program.await(REFUSED);
    return refused();
  }

  private Refusal refused() {
    String output = program.output();
    String alert = group(ALERT, output);
    String verify = group(VERIFY, output);
    if (alert == null && verify == null && !REFUSED.matcher(output).find()) {
      fail("not refused: " + output);
    }
    return new Refusal(
        output,
        alert == null ? null : Alert.of(Integer.parseInt(alert)),
        null,
        verify == null ? -1 : Integer.parseInt(verify),
        null);
  }

  /**
   * A server goes on: {@link #expectClose} or {@link #refusal} must have seen the end of the
   * connection. A client is started again with the session that it has written.
   */
  @Override
  public void next() throws Exception {
    if (server) {
      program.forgetOutput();
    } else {
      program.exitCode();
      program.close();
      program = start.call();
    }
    sawClose = false;
    commands = 0;
  }

  @Override
  public void close() throws IOException {
    program.close();
    if (session != null) {
      Files.deleteIfExists(session);
    }
  }
}
