package dev.heddle.demo.common;

import dev.heddle.config.Credentials;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Who we are: a certificate, its key, and the password of that. */
public final class OwnCertificateOptions {

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Our certificate, then its chain, PEM; one of a client is sent if asked for")
  private Path cert;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The key to it, PEM, encrypted or not (default: in the file of --cert)")
  private Path key;

  @Option(
      names = "--pass",
      paramLabel = "SOURCE",
      description =
          "Where the password of the key is: @|italic env:NAME|@, @|italic file:NAME|@ (its first"
              + " line) or @|italic pass:WORD|@, which others can see (default: ask at the"
              + " terminal)")
  private String pass;

  /**
   * The credentials.
   *
   * @return null if none are given
   * @throws IllegalArgumentException saying which option or file is wrong
   */
  public Credentials load() {
    if (cert == null) {
      if (key != null || pass != null) {
        throw new IllegalArgumentException((key != null ? "--key" : "--pass") + " needs --cert");
      }
      return null;
    }
    return Credentials.pem(cert, key == null ? cert : key, this::password);
  }

  private char[] password(String source) {
    if (pass == null) {
      return ask(source);
    }
    String value = pass.substring(pass.indexOf(':') + 1);
    if (pass.startsWith("pass:")) {
      return value.toCharArray();
    }
    if (pass.startsWith("env:")) {
      String found = System.getenv(value);
      if (found == null) {
        throw new IllegalArgumentException("--pass: there is no variable " + value);
      }
      return found.toCharArray();
    }
    if (pass.startsWith("file:")) {
      try (BufferedReader reader = Files.newBufferedReader(Path.of(value))) {
        String line = reader.readLine();
        return line == null ? new char[0] : line.toCharArray();
      } catch (IOException e) {
        throw FileFaults.about("--pass: cannot read", value, e);
      }
    }
    throw new IllegalArgumentException("--pass must begin with env:, file: or pass:");
  }

  private static char[] ask(String source) {
    Console console = System.console();
    if (console == null) {
      throw new IllegalArgumentException(
          source + ": the key is encrypted, and there is no terminal to ask at: use --pass");
    }
    return console.readPassword("Password of %s: ", Lines.oneLine(source));
  }
}
