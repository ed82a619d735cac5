package dev.heddle.jsse;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What a JVM of its own answers, for properties that are read once in its life. */
public final class OtherJvm {

  private OtherJvm() {}

  /**
   * Runs {@link #main}.
   *
   * @param options of the JVM
   * @param arguments of main
   * @return what it printed, error output included
   */
  static List<String> run(List<String> options, String... arguments) throws Exception {
    return run(OtherJvm.class, options, arguments);
  }

  /** Runs the main method of that class, likewise. */
  public static List<String> run(Class<?> main, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader()) {
      return lines.lines().toList();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "suites" -> suites(arguments[1], arguments[2]);
      case "first" -> first();
      case "judge" -> judge(arguments[1]);
      default -> defaults();
    }
  }

  /** The suites and protocols that are left, for the JDK and for us. */
  private static void suites(String tls, String chains) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", tls);
    Security.setProperty("jdk.certpath.disabledAlgorithms", chains);
    SSLContext theirs = SSLContext.getInstance("TLS", "SunJSSE");
    theirs.init(null, null, null);
    SSLContext ours = SSLContext.getInstance("TLS", new HeddleProvider());
    ours.init(null, null, null);
    for (SSLContext context : List.of(theirs, ours)) {
      SSLParameters supported = context.getSupportedSSLParameters();
      SSLParameters enabled = context.getDefaultSSLParameters();
      System.out.println(
          Stream.of(supported.getCipherSuites())
                  .filter(
                      name -> Stream.of(CipherSuite.values()).anyMatch(s -> s.name().equals(name)))
                  .sorted()
                  .toList()
              + " "
              + Stream.of(enabled.getProtocols()).filter(n -> n.compareTo("TLSv1.1") > 0).toList());
    }
  }

  /** The provider comes first, and others ask for what they always did. */
  private static void first() throws Exception {
    Security.insertProviderAt(new HeddleProvider(), 1);
    System.out.println(SSLContext.getInstance("TLS").getProvider().getName());
    System.out.println(SSLContext.getDefault().getProvider().getName());
    System.out.println(SSLContext.getInstance("TLSv1.1").getProvider().getName());
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    System.out.println(factory.getProvider().getName());
    factory.init((KeyStore) null);
    int ours = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
    System.out.println(ours == Trust.system().anchors().size());
    SSLContext theirs = SSLContext.getInstance("TLS", "SunJSSE");
    theirs.init(null, null, null);
    System.out.println(theirs.createSSLEngine().getSupportedProtocols().length > 2);
  }

  /** A trust manager by itself, before and after a property forbids what it has trusted. */
  private static void judge(String chains) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("Heddle", new HeddleProvider());
    factory.init(TestCerts.root().trustStore());
    X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
    X509Certificate[] chain =
        TestCerts.localhost(KeyType.RSA_2048).chain().toArray(X509Certificate[]::new);
    manager.checkServerTrusted(chain, "UNKNOWN");
    Security.setProperty("jdk.certpath.disabledAlgorithms", chains);
    try {
      manager.checkServerTrusted(chain, "UNKNOWN");
      System.out.println("trusted");
    } catch (CertificateException e) {
      System.out.println(e.getMessage());
    }
  }

  /** What the properties of the system say. */
  private static void defaults() {
    try {
      Context context = DefaultContext.get();
      System.out.println(context.keyManager() == null ? "no key" : "a key");
      System.out.println(
          Stream.of(context.trustManager().getAcceptedIssuers())
              .map(issuer -> issuer.getSubjectX500Principal().getName())
              .toList());
      Parameters set = context.defaults(true);
      System.out.println(set.protocols() + " " + context.defaults(false).protocols());
      System.out.println(set.cipherSuites());
      System.out.println(set.namedGroups() + " " + set.signatureSchemes());
      System.out.println(context.options().limits().connect() + " " + context.options().nagle());
    } catch (RuntimeException e) {
      System.out.println(e);
    }
  }
}
