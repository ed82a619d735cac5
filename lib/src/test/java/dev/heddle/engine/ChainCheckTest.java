package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.VerifyResult;
import dev.heddle.engine.ChainCases.Case;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts on chains, ours beside those of {@code openssl verify}. */
class ChainCheckTest {

  private static final Pattern ERROR = Pattern.compile("error (\\d+) at (\\d+) depth lookup");

  @TempDir Path directory;

  static Stream<Case> cases() {
    return ChainCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void verdict(Case each) {
    VerifyResult result = ChainCheck.check(each.config(), each.chain(), each.server());
    assertEquals(
        each.code() + " at " + each.depth(),
        result.code() + " at " + result.depth(),
        () -> result.toString());
    if (result.ok()) {
      assertSame(VerifyResult.OK, result);
    } else {
      assertTrue(result.certificate() != null && !result.detail().endsWith("."), result::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void openSslSaysTheSame(Case each) throws Exception {
    List<String> command = new ArrayList<>(List.of(OpenSsl.program().toString(), "verify"));
    command.addAll(List.of("-no-CApath", "-no-CAstore", "-auth_level", "2", "-partial_chain"));
    command.addAll(List.of("-purpose", each.server() ? "sslserver" : "sslclient"));
    if (each.anchors().isEmpty()) {
      command.add("-no-CAfile");
    } else {
      command.addAll(List.of("-CAfile", write("anchors.pem", each.anchors())));
    }
    if (each.chain().size() > 1) {
      List<X509Certificate> others = each.chain().subList(1, each.chain().size());
      command.addAll(List.of("-untrusted", write("others.pem", others)));
    }
    if (each.host() != null) {
      boolean ip = each.config().hostName().orElseThrow().isIp();
      command.addAll(List.of(ip ? "-verify_ip" : "-verify_hostname", each.host()));
    }
    command.addAll(List.of("-verify_depth", Integer.toString(each.verifyDepth())));
    command.add(write("leaf.pem", each.chain().subList(0, 1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher error = ERROR.matcher(output);
    String said = error.find() ? error.group(1) + " at " + error.group(2) : output;
    String expected =
        each.openSslCode() == 0
            ? write("leaf.pem", each.chain().subList(0, 1)) + ": OK\n"
            : each.openSslCode() + " at " + each.depth();
    assertEquals(expected, said, output);
  }

  private String write(String name, List<X509Certificate> certificates) throws IOException {
    String pem = certificates.stream().map(TestCerts::pem).collect(Collectors.joining());
    return Files.writeString(directory.resolve(name), pem).toString();
  }
}
