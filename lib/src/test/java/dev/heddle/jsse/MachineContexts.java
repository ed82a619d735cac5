package dev.heddle.jsse;

import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The two contexts of a plan, and the engines that come from them. */
final class MachineContexts {

  static final String HOST = "localhost";
  static final int PORT = 4433;

  private static final Map<KeyType, KeyManager> SERVERS = new EnumMap<>(KeyType.class);
  private static final KeyManager CLIENT = Talk.keys("SunX509", TestCerts.client(KeyType.EC_P256));
  private static final TrustManager[] TRUST = trust(TestCerts.root());
  private static final TrustManager[] STRANGE = trust(TestCerts.make("strange").ca().build());

  static {
    for (KeyType each : List.of(KeyType.EC_P256, KeyType.RSA_2048)) {
      SERVERS.put(each, Talk.keys("SunX509", TestCerts.localhost(each)));
    }
  }

  private final MachinePlan plan;
  private final SSLContext client;
  private final SSLContext server;

  MachineContexts(MachinePlan plan) {
    this.plan = plan;
    client =
        context(
            plan.client(), plan.certificate() ? CLIENT : null, plan.trusted() ? TRUST : STRANGE);
    server = context(plan.server(), SERVERS.get(plan.key()), TRUST);
  }

  private static TrustManager[] trust(Identity root) {
    try {
      return Face.trust(root);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Face face, KeyManager keys, TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS", face.provider());
      context.init(keys == null ? new KeyManager[0] : new KeyManager[] {keys}, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param later whether there was one before
   */
  SSLEngine client(boolean later) {
    SSLEngine engine = plan.named() ? client.createSSLEngine(HOST, PORT) : client.createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters set = engine.getSSLParameters();
    set.setProtocols(plan.clientProtocols().toArray(String[]::new));
    set.setCipherSuites(plan.suites().toArray(String[]::new));
    set.setApplicationProtocols(plan.clientAlpn().toArray(String[]::new));
    if (plan.named()) {
      set.setEndpointIdentificationAlgorithm("HTTPS");
    }
    groups(set, plan.clientGroups());
    engine.setSSLParameters(set);
    engine.setEnableSessionCreation(!later || !plan.creationOff().equals("client"));
    return engine;
  }

  /**
   * @param later whether there was one before
   */
  SSLEngine server(boolean later) {
    SSLEngine engine = server.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters set = engine.getSSLParameters();
    set.setProtocols(plan.serverProtocols().toArray(String[]::new));
    if (plan.selector() && !plan.serverAlpn().isEmpty()) {
      engine.setHandshakeApplicationProtocolSelector(
          (of, offered) ->
              plan.serverAlpn().stream().filter(offered::contains).findFirst().orElse(null));
    } else {
      set.setApplicationProtocols(plan.serverAlpn().toArray(String[]::new));
    }
    switch (plan.auth()) {
      case "need" -> set.setNeedClientAuth(true);
      case "want" -> set.setWantClientAuth(true);
      default -> {}
    }
    groups(set, plan.serverGroups());
    engine.setSSLParameters(set);
    engine.setEnableSessionCreation(!later || !plan.creationOff().equals("server"));
    return engine;
  }

  private static void groups(SSLParameters set, List<String> names) {
    if (!names.isEmpty()) {
      set.setNamedGroups(names.toArray(String[]::new));
    }
  }
}
