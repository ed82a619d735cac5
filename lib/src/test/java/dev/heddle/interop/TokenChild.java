package dev.heddle.interop;

import dev.heddle.bio.BioPair;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A process of its own for {@link TokenTest}: the token's library reads its configuration from the
 * environment, and its provider has to be installed. Puts keys into the token and shakes hands with
 * them; prints a line for each handshake.
 */
final class TokenChild {

  private static final List<KeyType> KEYS =
      List.of(KeyType.EC_P256, KeyType.EC_P384, KeyType.RSA_2048);

  private TokenChild() {}

  /** The provider's configuration file, and the token's PIN. */
  public static void main(String[] arguments) throws Exception {
    Provider provider = Security.getProvider("SunPKCS11").configure(arguments[0]);
    Security.addProvider(provider);
    KeyStore token = KeyStore.getInstance("PKCS11", provider);
    token.load(null, arguments[1].toCharArray());
    for (KeyType type : KEYS) {
      Credentials server = inside(token, "server " + type, TestCerts.localhost(type));
      Credentials client = inside(token, "client " + type, TestCerts.client(type));
      for (TlsVersion version : TlsVersion.values()) {
        for (String scheme : schemes(type, version)) {
          shakeHands(version, "DEFAULT", scheme, server, client);
          System.out.println(type + " " + version + " " + scheme);
        }
      }
    }
    Credentials rsa = inside(token, "decrypts", TestCerts.localhost(KeyType.RSA_2048));
    Credentials client = Ends.credentials(TestCerts.client(KeyType.EC_P256));
    shakeHands(TlsVersion.TLS_1_2, "AES128-GCM-SHA256", "ECDSA+SHA256", rsa, client);
    System.out.println("RSA key exchange");
  }

  private static List<String> schemes(KeyType type, TlsVersion version) {
    return switch (type) {
      case EC_P256 -> List.of("ecdsa_secp256r1_sha256");
      case EC_P384 -> List.of("ecdsa_secp384r1_sha384");
      default ->
          version == TlsVersion.TLS_1_3
              ? List.of("rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512")
              : List.of("rsa_pkcs1_sha256", "rsa_pkcs1_sha512", "rsa_pss_rsae_sha256");
    };
  }

  /** The identity's key in the token, and the same by what the token gives. */
  private static Credentials inside(KeyStore token, String alias, Identity identity)
      throws Exception {
    X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
    token.setKeyEntry(alias, identity.key(), null, chain);
    Credentials inside = Credentials.keyStore(token, alias, null);
    if (inside.privateKey().getEncoded() != null) {
      throw new AssertionError("the key of " + alias + " has left the token");
    }
    return inside;
  }

  private static void shakeHands(
      TlsVersion version, String suites, String schemes, Credentials server, Credentials client) {
    Trust trust = Trust.of(List.of(TestCerts.root().certificate()));
    SslContext.Builder clients = Ends.client(version).credentials(client).sigalgsList(schemes);
    SslContext.Builder servers =
        SslContext.server()
            .minProtoVersion(version)
            .maxProtoVersion(version)
            .credentials(server)
            .sigalgsList(schemes)
            .trust(trust)
            .verifyPeerFailIfNoPeerCert();
    if (!suites.equals("DEFAULT")) {
      clients.cipherList(suites);
      servers.cipherList(suites);
    }
    Ssl ours = Ends.localhost(clients.build());
    Ssl theirs = servers.build().newSsl();
    Ends.shakeHands(ours, theirs, BioPair.of(0, 0));
    if (!ours.getPeerCertificate().equals(server.chain().get(0))
        || !theirs.getPeerCertificate().equals(client.chain().get(0))) {
      throw new AssertionError("another certificate was shown");
    }
  }
}
