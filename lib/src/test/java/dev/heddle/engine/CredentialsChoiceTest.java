package dev.heddle.engine;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.heddle.config.Credentials;
import dev.heddle.config.SignatureScheme;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.junit.jupiter.api.Test;

/** Which credentials are shown to whom, by what the peer says. */
class CredentialsChoiceTest {

  private static final int[] TLS13 = {KeyExchangeAlgorithm.NULL};
  private static final int[] BOTH = {
    KeyExchangeAlgorithm.ECDHE_RSA, KeyExchangeAlgorithm.ECDHE_ECDSA
  };
  private static final List<SignatureScheme> ALL = SignatureScheme.defaults();

  private static final Identity RSA_CA = make("rsa ca").key(KeyType.RSA_2048).ca().build();
  private static final Identity EC_CA = make("ec ca").ca().build();

  private static final LocalCredentials A_EC = server("a.example.test", KeyType.EC_P256, EC_CA);
  private static final LocalCredentials A_RSA = server("a.example.test", KeyType.RSA_2048, EC_CA);
  private static final LocalCredentials B_EC = server("b.example.test", KeyType.EC_P256, EC_CA);
  private static final LocalCredentials B_RSA = server("b.example.test", KeyType.RSA_2048, EC_CA);
  private static final LocalCredentials STAR = server("*.example.test", KeyType.EC_P256, EC_CA);

  // ------------------------------------------------------------ a server

  @Test
  void theNameDecides() {
    CredentialsChoice choice = choice(offering(ALL), A_RSA, STAR, A_EC, B_EC);
    assertEquals(List.of(B_EC), choice.forName("b.example.test", TLS13));
    assertEquals(List.of(B_EC), choice.forName("B.Example.Test", TLS13));
    assertEquals(List.of(B_EC), choice.forName("b.example.test.", TLS13));
    assertEquals(List.of(STAR), choice.forName("c.example.test", TLS13));
  }

  @Test
  void anUnknownNameGetsTheFirst() {
    CredentialsChoice choice = choice(offering(ALL), B_EC, A_EC);
    for (String name :
        Arrays.asList("c.example.test", "a.b.example.test", null, "", "192.0.2.1", "not a name")) {
      assertEquals(List.of(B_EC), choice.forName(name, TLS13), name);
    }
  }

  @Test
  void aWildcardIsForWhatNobodyHasAsItIs() {
    CredentialsChoice choice = choice(offering(ALL), STAR, A_EC);
    assertEquals(List.of(A_EC), choice.forName("a.example.test", TLS13));
    // But rather that than a key whose signature the client does not take.
    CredentialsChoice rsaOnly =
        choice(offering(rsa()), A_EC, server("*.example.test", KeyType.RSA_2048));
    assertEquals(
        List.of("DNS:*.example.test"), rsaOnly.forName("a.example.test", TLS13).getFirst().names());
  }

  @Test
  void keysOfSeveralKindsForOneName() {
    CredentialsChoice choice = choice(offering12(ALL), A_EC, B_RSA, B_EC);
    List<LocalCredentials> both = choice.forName("b.example.test", BOTH);
    assertEquals(List.of(B_RSA, B_EC), both);
    assertSame(B_EC, choice.forKeyExchange(both, BOTH[1]).credentials());
    assertSame(B_RSA, choice.forKeyExchange(both, BOTH[0]).credentials());
    // Without a name: the first, and what is for the same names.
    assertEquals(List.of(A_EC), choice.forName(null, BOTH));
    assertEquals(
        List.of(A_EC, A_RSA),
        choice(offering12(ALL), A_EC, B_RSA, B_EC, A_RSA).forName("x.example.test", BOTH));
  }

  @Test
  void whatTheClientCannotCheckIsNoCandidate() {
    assertEquals(
        List.of(A_RSA), choice(offering(rsa()), A_EC, A_RSA).forName("a.example.test", TLS13));
    assertEquals(List.of(), choice(offering(rsa()), A_EC).forName("a.example.test", TLS13));
    assertEquals(List.of(), choice(offering(null), A_EC).forName("a.example.test", TLS13));
    // The name is worth nothing without a signature.
    assertEquals(
        List.of(B_RSA), choice(offering(rsa()), A_EC, B_RSA).forName("a.example.test", TLS13));
  }

  @Test
  void ourOwnListCounts() {
    CredentialsChoice choice =
        new CredentialsChoice(
            List.of(A_EC, A_RSA), List.of(SignatureScheme.RSA_PSS_RSAE_SHA384), offering(ALL));
    List<LocalCredentials> found = choice.forName("a.example.test", TLS13);
    assertEquals(List.of(A_RSA), found);
    assertEquals(
        Wire.algorithm(SignatureScheme.RSA_PSS_RSAE_SHA384),
        choice.forKeyExchange(found, TLS13[0]).algorithm());
  }

  @Test
  void tls12TiesTheKeyToTheSuite() {
    CredentialsChoice choice = choice(offering12(ALL), A_EC, A_RSA);
    assertEquals(List.of(A_RSA), choice.forName("a.example.test", KeyExchangeAlgorithm.ECDHE_RSA));
    assertEquals(List.of(A_EC), choice.forName("a.example.test", KeyExchangeAlgorithm.ECDHE_ECDSA));
    List<LocalCredentials> rsa = choice.forName("a.example.test", KeyExchangeAlgorithm.RSA);
    assertEquals(List.of(A_RSA), rsa);
    assertNull(choice.forKeyExchange(rsa, KeyExchangeAlgorithm.RSA).algorithm(), "it decrypts");
    assertNull(choice.forKeyExchange(rsa, KeyExchangeAlgorithm.ECDHE_ECDSA));
  }

  /** RFC 8422 section 5.1. */
  @Test
  void inTls12TheCurveMustBeOffered() {
    LocalCredentials p521 = server("a.example.test", KeyType.EC_P521);
    int ecdsa = KeyExchangeAlgorithm.ECDHE_ECDSA;
    CredentialsChoice.Peer peer = offering12(ALL, NamedGroup.x25519, NamedGroup.secp256r1);
    assertEquals(List.of(A_EC), choice(peer, p521, A_EC).forName("a.example.test", ecdsa));
    assertEquals(List.of(), choice(peer, p521).forName("a.example.test", ecdsa));
    assertEquals(List.of(p521), choice(offering12(ALL), p521).forName("a.example.test", ecdsa));
    // TLS 1.3 has the scheme for it.
    assertEquals(
        List.of(p521),
        choice(
                new CredentialsChoice.Peer(
                    true, vector(ALL), null, List.of(), new int[] {NamedGroup.x25519}, null),
                p521)
            .forName("a.example.test", TLS13));
  }

  @Test
  void theSignaturesOfTheChainArePreferred() {
    LocalCredentials byRsa = server("a.example.test", KeyType.EC_P256, RSA_CA);
    CredentialsChoice.Peer peer =
        new CredentialsChoice.Peer(
            true,
            vector(ALL),
            vector(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)),
            List.of(),
            null,
            null);
    assertEquals(List.of(A_EC, byRsa), choice(peer, byRsa, A_EC).forName("a.example.test", TLS13));
    // RFC 8446 section 4.4.2.2: with nothing better, it is sent all the same.
    assertEquals(List.of(byRsa), choice(peer, byRsa).forName("a.example.test", TLS13));
    // Without a list for chains, the one for signatures holds (section 4.2.3).
    CredentialsChoice.Peer one =
        offering(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256, SignatureScheme.ED25519));
    assertEquals(List.of(A_EC, byRsa), choice(one, byRsa, A_EC).forName("a.example.test", TLS13));
  }

  /** RFC 8446 section 4.2.4. */
  @Test
  void theIssuersThatAClientNamesArePreferred() {
    LocalCredentials byRsa = server("a.example.test", KeyType.EC_P256, RSA_CA);
    CredentialsChoice.Peer peer =
        new CredentialsChoice.Peer(true, vector(ALL), null, names(RSA_CA), null, null);
    assertEquals(List.of(byRsa, A_EC), choice(peer, A_EC, byRsa).forName("a.example.test", TLS13));
    assertEquals(List.of(A_EC), choice(peer, A_EC).forName("a.example.test", TLS13));
  }

  // ------------------------------------------------------------ a client

  @Test
  void aClientGoesByIssuer() {
    LocalCredentials one = client(KeyType.EC_P256, EC_CA);
    Identity below = make("below").ca().by(RSA_CA).build();
    LocalCredentials two = client(KeyType.EC_P256, below);
    assertSame(two, forServer(asking(names(RSA_CA)), one, two), "anywhere in the chain");
    assertSame(one, forServer(asking(names(EC_CA)), two, one));
    assertSame(two, forServer(asking(List.of()), two, one));
    assertNull(forServer(asking(List.of(new X500Principal("CN=another"))), one, two));
    assertSame(one, forServer(asking(List.of(new X500Principal("CN=another"))), one), "alone");
    assertEquals(
        "the server asks for a client certificate and none of our 2 fits: the server accepts"
            + " issuers ['CN=another'], the chains are of ['CN=ec ca', 'CN=below', 'CN=rsa ca']",
        choice(asking(List.of(new X500Principal("CN=another"))), one, two).whyNone());
  }

  @Test
  void aClientGoesByScheme() {
    LocalCredentials ec = client(KeyType.EC_P256, EC_CA);
    LocalCredentials rsa = client(KeyType.RSA_2048, EC_CA);
    assertSame(rsa, forServer(offering(rsa()), ec, rsa));
    assertNull(forServer(offering(rsa()), ec));
    assertEquals(
        "the server asks for a client certificate and ours was not given: the server accepts"
            + " [rsa_pss_rsae_sha256], our key makes [ecdsa_secp256r1_sha256]",
        choice(offering(rsa()), ec).whyNone());
  }

  @Test
  void inTls12AClientGoesByTypeAndCurve() {
    LocalCredentials ec = client(KeyType.EC_P256, EC_CA);
    LocalCredentials rsa = client(KeyType.RSA_2048, EC_CA);
    LocalCredentials ed = client(KeyType.ED25519, EC_CA);
    LocalCredentials p521 = client(KeyType.EC_P521, EC_CA);
    assertSame(rsa, forServer(asking12(ClientCertificateType.rsa_sign), ec, rsa));
    assertSame(ec, forServer(asking12(ClientCertificateType.ecdsa_sign), rsa, ec));
    assertSame(ed, forServer(asking12(ClientCertificateType.ecdsa_sign), rsa, ed));
    assertSame(ec, forServer(asking12(ClientCertificateType.ecdsa_sign), p521, ec));
    assertNull(forServer(asking12(ClientCertificateType.ecdsa_sign), p521));
    assertEquals(
        "the server asks for a client certificate and ours was not given: in TLS 1.2 the curve of"
            + " its key must be among the groups we offer, which are [secp256r1]",
        choice(asking12(ClientCertificateType.ecdsa_sign), p521).whyNone());
  }

  // ------------------------------------------------------------ made up

  private static LocalCredentials forServer(CredentialsChoice.Peer peer, LocalCredentials... own) {
    CredentialsChoice.Chosen chosen = choice(peer, own).forServer();
    return chosen == null ? null : chosen.credentials();
  }

  private static CredentialsChoice choice(CredentialsChoice.Peer peer, LocalCredentials... own) {
    return new CredentialsChoice(List.of(own), ALL, peer);
  }

  private static CredentialsChoice.Peer offering(List<SignatureScheme> schemes) {
    return new CredentialsChoice.Peer(true, vector(schemes), null, List.of(), null, null);
  }

  private static CredentialsChoice.Peer offering12(List<SignatureScheme> schemes, int... curves) {
    return new CredentialsChoice.Peer(
        false, vector(schemes), null, List.of(), curves.length == 0 ? null : curves, null);
  }

  private static CredentialsChoice.Peer asking(List<X500Principal> issuers) {
    return new CredentialsChoice.Peer(true, vector(ALL), null, issuers, null, null);
  }

  private static CredentialsChoice.Peer asking12(short type) {
    return new CredentialsChoice.Peer(
        false, vector(ALL), null, List.of(), new int[] {NamedGroup.secp256r1}, new short[] {type});
  }

  private static List<SignatureScheme> rsa() {
    return List.of(SignatureScheme.RSA_PSS_RSAE_SHA256);
  }

  private static List<?> vector(List<SignatureScheme> schemes) {
    return schemes == null ? null : Wire.signatureAlgorithms(schemes);
  }

  private static List<X500Principal> names(Identity authority) {
    return List.of(authority.certificate().getSubjectX500Principal());
  }

  private static LocalCredentials server(String name, KeyType type) {
    return server(name, type, TestCerts.root());
  }

  private static LocalCredentials server(String name, KeyType type, Identity authority) {
    return local(make(name).key(type).dns(name).by(authority).build());
  }

  private static LocalCredentials client(KeyType type, Identity authority) {
    return local(make("client").key(type).by(authority).build());
  }

  private static LocalCredentials local(Identity identity) {
    return LocalCredentials.of(Crypto.shared(), Credentials.of(identity.key(), identity.chain()));
  }
}
