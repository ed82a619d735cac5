package dev.heddle.drivers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.jsse.HeddleProvider;
import java.io.File;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.bsi.BSIObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.TlsProtocol;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.ssl.ALPNProcessor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * The library loads without the drivers that it has plug-ins for, and they find the plug-ins when
 * they are there; on the class path and as modules. Each in a JVM of its own.
 */
class OptionalDriversTest {

  @Test
  void classPathWithoutDrivers() throws Exception {
    assertEquals(
        "named: false; MariaDB's: []; MySQL's: not there; Jetty's: []",
        run("-cp", path(Stream.concat(library(), tests()))));
  }

  @Test
  void classPathWithDrivers() throws Exception {
    assertEquals(
        "named: false; MariaDB's: [DEFAULT, Heddle]; MySQL's: java.net.ConnectException;"
            + " Jetty's: [JettyAlpnProcessor]",
        run("-cp", path(Stream.of(library(), tests(), drivers()).flatMap(each -> each))));
  }

  @Test
  void modulesWithoutDrivers() throws Exception {
    assertEquals(
        "named: true; MariaDB's: []; MySQL's: not there; Jetty's: []",
        run("-p", path(library()), "--add-modules", "dev.heddle", "-cp", path(tests())));
  }

  /** MariaDB's driver and Jetty need a module that provides plug-ins, which the library cannot. */
  @Test
  void modulesWithDrivers(@TempDir Path directory) throws Exception {
    Path sources = Files.createDirectories(directory.resolve("src/app"));
    Path module =
        Files.writeString(
            directory.resolve("src/module-info.java"),
            """
            module app {
              requires dev.heddle;
              requires org.mariadb.jdbc;
              requires org.eclipse.jetty.alpn.server;
              provides org.eclipse.jetty.io.ssl.ALPNProcessor.Server with app.Alpn;
              provides org.mariadb.jdbc.plugin.TlsSocketPlugin with app.Plugin;
            }
            """);
    Path plugin =
        Files.writeString(
            sources.resolve("Plugin.java"),
            """
            package app;
            public class Plugin extends dev.heddle.jsse.mariadb.MariaDbTlsPlugin {}
            """);
    Path alpn =
        Files.writeString(
            sources.resolve("Alpn.java"),
            """
            package app;
            public class Alpn extends dev.heddle.jsse.jetty.JettyAlpnProcessor {}
            """);
    String modules = path(Stream.concat(library(), drivers()));
    Path out = directory.resolve("app");
    StringWriter said = new StringWriter();
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                new PrintWriter(said),
                new PrintWriter(said),
                "-p",
                modules,
                "-d",
                out.toString(),
                module.toString(),
                plugin.toString(),
                alpn.toString());
    assertEquals(0, code, said::toString);
    assertEquals(
        "named: true; MariaDB's: [DEFAULT, Heddle]; MySQL's: java.net.ConnectException;"
            + " Jetty's: [Alpn]",
        run(
            "-p",
            modules + File.pathSeparator + out,
            "--add-modules",
            "app,mysql.connector.j",
            "-cp",
            path(tests())));
  }

  private static String run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dslf4j.internal.verbosity=ERROR"); // nobody is to log anything
    command.addAll(List.of(options));
    command.add(Plugged.class.getName());
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = child.getInputStream()) {
      return new String(out.readAllBytes(), UTF_8).strip().replaceAll("\\R", "; ");
    } finally {
      child.destroyForcibly();
    }
  }

  private static Stream<Class<?>> library() {
    return Stream.of(
        HeddleProvider.class,
        TlsProtocol.class,
        BouncyCastleProvider.class,
        X509CertificateHolder.class,
        BSIObjectIdentifiers.class);
  }

  private static Stream<Class<?>> tests() {
    return Stream.of(OptionalDriversTest.class);
  }

  private static Stream<Class<?>> drivers() {
    return Stream.of(
        org.mariadb.jdbc.Driver.class,
        com.mysql.cj.jdbc.Driver.class,
        ALPNServerConnectionFactory.class,
        Server.class,
        ALPNProcessor.class,
        HttpField.class,
        Callback.class,
        Logger.class);
  }

  /** Where those classes are from. */
  private static String path(Stream<Class<?>> classes) {
    return classes
        .map(OptionalDriversTest::place)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
