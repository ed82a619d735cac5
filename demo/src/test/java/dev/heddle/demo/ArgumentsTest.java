package dev.heddle.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.demo.common.Exit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --nope                       | Unknown option: '--nope'
          -n 0                         | -n must be at least 1, not 0
          -n many                      | 'many' is not an int
          --bytes 0                    | --bytes must be 1 to
          --timeout 0                  | --timeout must be 1 to
          --tls1_1                     | Unknown option: '--tls1_1'
          example.com                  | "example.com": no port
          --targets /no/such/file      | cannot read targets from /no/such/file: there is no such
          --each                       | --each needs a target
          --cafile x                   | --cafile needs a target
          --insecure                   | --insecure needs a target
          a:1 --cafile /no/such/file   | file /no/such/file
          connect                      | Missing required parameter: 'HOST:PORT'
          connect example.com          | "example.com": no port
          connect ::1:443              | "::1:443": an IPv6 address must be in brackets
          connect https://a:1/         | "https://a:1/": this is a URL; say HOST:PORT
          connect a:1 b:2              | 'b:2'
          connect a:1 --key k          | --key needs --cert
          connect a:1 --cert /no/file  | cannot read file /no/file
          connect a:1 --pass env:X     | --pass needs --cert
          connect a:1 --ciphers nope   | unknown cipher suite or keyword 'nope'
          connect a:1 --groups nope    | unknown group 'nope'
          connect a:1 --sigalgs nope   | unknown signature scheme 'nope'
          connect a:1 --pin abc        | 'abc' is no pin of a public key
          connect a:1 --capath /no/dir | directory /no/dir
          connect a:1 --crl-file /no/f | file /no/f
          connect a:1 --crl-check-all  | --crl-check-all needs --crl-file
          connect a:1 --nagle on       | 'on' is none of leave, off, off-for-handshake
          connect a:1 -servername x --noservername | --servername and --noservername exclude
          connect a:1 --servername 1.2.3.4 | a server name (SNI) must be a DNS name
          connect a:1 --verify-host a..b   | it has an empty label
          connect a:1 --timeout 0      | --timeout must be 1 to
          connect a:1 --keylog /no/dir/f | --keylog: cannot write /no/dir/f: there is no such
          connect a:1 --alpn h2,       | --alpn has an empty name
          connect a:1 --alpn ,         | --alpn has an empty name
          connect a:1 --json --brief   | --json, --brief and --quiet exclude each other
          connect a:1 --quiet --json   | --json, --brief and --quiet exclude each other
          fanout                       | Missing required parameter: 'FILE'
          fanout /no/such/file         | cannot read servers from /no/such/file: there is no such
          serve x                      | Unmatched argument at index 1: 'x'
          serve --port 70000           | --port must be 0 to 65535, not 70000
          serve --max -1               | --max must be 0 to
          serve --key k                | --key needs --cert
          serve --status-file /no/f    | --status-file: cannot read /no/f: there is no such
          serve --Verify               | --verify and --Verify need --cafile
          serve --cafile f             | --cafile needs --verify or --Verify
          serve --www --alpn h2        | --www speaks HTTP/1.1 only, not [h2]
          serve --bind no.such.host.invalid | --bind: there is no address for no.such.host.invalid
          """)
  void wrongInputIsToldInOneLine(String arguments, String message) {
    Program program = Program.run(arguments.split(" +"));
    assertEquals(Exit.WRONG_INPUT, program.code(), program.toString());
    assertTrue(program.err().contains(message), program.err());
    assertEquals(1, program.err().lines().count(), program.err());
    assertEquals("", program.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "connect --help", "serve --help", "fanout --help"})
  void helpIsAManualPage(String arguments) {
    Program program = Program.run(arguments.split(" "));
    assertEquals(Exit.OK, program.code());
    List<String> headings =
        program.out().lines().filter(line -> line.matches("[A-Z ]+")).map(String::strip).toList();
    assertEquals(
        List.of("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES"),
        headings.stream().filter(heading -> !OPTIONAL.contains(heading)).toList());
    assertTrue(program.out().contains("EXAMPLES\n  heddle-demo "), program.out());
    assertEquals("", program.err());
  }

  private static final List<String> OPTIONAL = List.of("ARGUMENTS", "COMMANDS");

  @Test
  void versionNamesProgramAndJava() {
    Program program = Program.run("--version");
    assertEquals(Exit.OK, program.code());
    assertTrue(program.out().matches("heddle-demo [0-9]\\S+ on Java \\S+\n"), program.out());
  }
}
