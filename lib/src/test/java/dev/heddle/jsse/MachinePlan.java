package dev.heddle.jsse;

import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts.KeyType;
import java.util.Collections;
import java.util.List;

/**
 * What two engines are set to.
 *
 * @param strength which of the AEAD suites: 0 to 2
 * @param auth what the server asks of the client: "none", "want" or "need"
 * @param certificate whether the client has one
 * @param trusted whether the client trusts the server's issuer
 * @param selector whether the server's ALPN is chosen by a function
 * @param named whether the client is told the server's name, without which it cannot resume
 * @param connections how many, one after the other, of the same two contexts
 * @param creationOff which end only resumes in later connections: "none", "client" or "server"
 */
record MachinePlan(
    Face client,
    Face server,
    List<String> clientProtocols,
    List<String> serverProtocols,
    int strength,
    KeyType key,
    String auth,
    boolean certificate,
    boolean trusted,
    List<String> clientAlpn,
    List<String> serverAlpn,
    boolean selector,
    List<String> clientGroups,
    List<String> serverGroups,
    boolean named,
    int connections,
    String creationOff) {

  private static final List<String> BOTH = List.of("TLSv1.3", "TLSv1.2");
  private static final List<String> NEW = List.of("TLSv1.3");
  private static final List<String> OLD = List.of("TLSv1.2");
  private static final List<String> LONE_GROUP = List.of("secp384r1");

  static MachinePlan draw(Face client, Face server, MachineChoices choices) {
    List<String> ofClient = choices.of(NEW, NEW, OLD, OLD, BOTH);
    List<String> ofServer =
        choices.percent(2) ? choices.of(NEW, OLD) : choices.of(ofClient, ofClient, BOTH);
    boolean alpn = choices.percent(40);
    return new MachinePlan(
        client,
        server,
        ofClient,
        ofServer,
        choices.below(3),
        choices.of(KeyType.EC_P256, KeyType.EC_P256, KeyType.RSA_2048),
        choices.of("none", "none", "want", "need"),
        choices.percent(80),
        choices.percent(96),
        alpn ? choices.of(List.of("h2", "http/1.1"), List.of("x")) : List.of(),
        alpn ? choices.of(List.of("http/1.1", "h2"), List.of("x", "h2"), List.of()) : List.of(),
        choices.percent(30),
        choices.percent(50) ? List.of() : List.of("x25519", "secp256r1", "secp384r1"),
        // In 1.2 that would shut out certificates of other curves.
        ofClient == OLD || ofServer == OLD || choices.percent(70) ? List.of() : LONE_GROUP,
        choices.percent(70),
        choices.of(1, 1, 1, 2, 2, 3),
        choices.of("none", "none", "none", "none", "none", "none", "client", "server"));
  }

  /** Whether this is what cannot come to a connection, whatever happens. */
  boolean mustFail() {
    return Collections.disjoint(clientProtocols, serverProtocols)
        || !trusted
        || auth.equals("need") && !certificate
        || !clientAlpn.isEmpty()
            && !serverAlpn.isEmpty()
            && Collections.disjoint(clientAlpn, serverAlpn);
  }

  /** The version that both have. */
  boolean isNew() {
    return clientProtocols.contains("TLSv1.3") && serverProtocols.contains("TLSv1.3");
  }

  /** Those that the client enables. */
  List<String> suites() {
    String aead =
        List.of("AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256")
            .get(strength);
    String sign = key == KeyType.RSA_2048 ? "RSA" : "ECDSA";
    String old = "TLS_ECDHE_" + sign + "_WITH_" + aead;
    return clientProtocols.equals(NEW)
        ? List.of("TLS_" + aead)
        : clientProtocols.equals(OLD) ? List.of(old) : List.of("TLS_" + aead, old);
  }
}
