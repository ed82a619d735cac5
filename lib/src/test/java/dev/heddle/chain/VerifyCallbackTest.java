package dev.heddle.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.PeerLimits;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyCallback;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.VerifyStep;
import dev.heddle.config.X509V;
import dev.heddle.support.TestCerts.Identity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a callback sees of a check, and what its word counts. */
class VerifyCallbackTest {

  private static final Identity ROOT = ChainCases.root();
  private static final Identity LEAF = ChainCases.leaf().by(ROOT).build();
  private static final InstantSource LATER =
      InstantSource.fixed(Instant.now().plusSeconds(1L << 32));

  private final List<VerifyStep> steps = new ArrayList<>();

  @Test
  void seesTheGoodPathFromTheAnchorDown() {
    ChainVerdict verdict = verdict(trusting().verifyCallback(answering(true)));
    assertTrue(verdict.accepted());
    assertSame(VerifyResult.OK, verdict.result());
    assertEquals(List.of("0 at 1", "0 at 0"), seen());
    assertEquals(List.of(LEAF.certificate(), ROOT.certificate()), verdict.path());
    assertEquals(verdict.path(), steps.get(0).path());
    assertTrue(steps.stream().allMatch(VerifyStep::ok));
    assertEquals("VerifyStep[X509_V_OK, certificate 0 of 2]", steps.get(1).toString());
  }

  @Test
  void mayRefuseWhatIsGood() {
    for (boolean overrules : new boolean[] {false, true}) {
      steps.clear();
      ChainVerdict verdict = verdict(set(trusting(), answering(false), overrules));
      assertFalse(verdict.accepted());
      assertEquals(X509V.APPLICATION_VERIFICATION.code(), verdict.result().code());
      assertEquals(1, verdict.result().depth());
      assertEquals(List.of("0 at 1"), seen());
    }
  }

  @Test
  void doesNotOverruleUnlessItWasSetSo() {
    ChainVerdict verdict = verdict(trusting().clock(LATER).verifyCallback(answering(true)));
    assertFalse(verdict.accepted());
    assertEquals(List.of("10 at 1"), seen());
    assertEquals(10, verdict.result().code());
  }

  @Test
  void overrulesEveryFaultOneByOne() {
    TlsConfig.Builder config = trusting().clock(LATER).hostName("other.test");
    ChainVerdict verdict = verdict(config.insecureOverrule(answering(true)));
    assertTrue(verdict.accepted());
    assertEquals(List.of("62 at 0", "10 at 1", "10 at 0"), seen().subList(0, 3));
    assertFalse(verdict.result().ok(), "the fault can still be read");
  }

  @Test
  void whatItDoesNotOverruleStands() {
    TlsConfig.Builder config = trusting().clock(LATER).hostName("other.test");
    VerifyCallback names = step -> show(step, step.ok() || step.result().code() == 62);
    ChainVerdict verdict = verdict(config.insecureOverrule(names));
    assertFalse(verdict.accepted());
    assertEquals(10, verdict.result().code());
    assertEquals(List.of("62 at 0", "10 at 1"), seen());
  }

  @Test
  void seesAPathWithoutAnAnchor() {
    TlsConfig.Builder config = TlsConfig.builder().trust(Trust.none()).hostName("leaf.test");
    ChainVerdict verdict = verdict(config.insecureOverrule(answering(true)));
    assertTrue(verdict.accepted());
    assertEquals(List.of("20 at 0", "21 at 0", "0 at 0"), seen());
    assertEquals(List.of(LEAF.certificate()), verdict.path());
  }

  @Test
  void aForgedSignatureInAPathWithoutAnAnchorIsSeen() {
    TlsConfig.Builder config = TlsConfig.builder().trust(Trust.none()).hostName("leaf.test");
    TlsConfig asked = config.insecureOverrule(answering(true)).build();
    List<X509Certificate> chain = new ArrayList<>(ChainCases.tampered(LEAF));
    chain.add(ROOT.certificate());
    ChainVerdict verdict = ChainCheck.verdict(asked, chain, true);
    assertTrue(verdict.accepted());
    assertEquals(List.of("19 at 1", "7 at 0"), seen().subList(0, 2));
  }

  @Test
  void isNotAskedAboutTooManyCertificates() {
    TlsConfig config =
        trusting()
            .peerLimits(PeerLimits.defaults().withChainLength(1))
            .insecureOverrule(answering(true))
            .build();
    List<X509Certificate> chain = List.of(LEAF.certificate(), ROOT.certificate());
    ChainVerdict verdict = ChainCheck.verdict(config, chain, true);
    assertFalse(verdict.accepted());
    assertEquals(22, verdict.result().code());
    assertEquals(List.of(), seen());
  }

  @Test
  void whatItThrowsComesOut() {
    TlsConfig.Builder config =
        trusting()
            .insecureOverrule(
                step -> {
                  throw new IllegalStateException("broken");
                });
    assertThrows(IllegalStateException.class, () -> verdict(config));
  }

  @Test
  void theLastOneSetDecides() {
    TlsConfig.Builder config = trusting().clock(LATER);
    config.insecureOverrule(answering(true)).verifyCallback(answering(true));
    assertFalse(verdict(config).accepted());
  }

  private static TlsConfig.Builder set(
      TlsConfig.Builder config, VerifyCallback callback, boolean overrules) {
    return overrules ? config.insecureOverrule(callback) : config.verifyCallback(callback);
  }

  private static TlsConfig.Builder trusting() {
    return TlsConfig.builder().trust(Trust.of(List.of(ROOT.certificate()))).hostName("leaf.test");
  }

  private static ChainVerdict verdict(TlsConfig.Builder config) {
    return ChainCheck.verdict(config.build(), List.of(LEAF.certificate()), true);
  }

  private VerifyCallback answering(boolean answer) {
    return step -> show(step, answer);
  }

  private boolean show(VerifyStep step, boolean answer) {
    steps.add(step);
    return answer;
  }

  private List<String> seen() {
    return steps.stream().map(s -> s.result().code() + " at " + s.result().depth()).toList();
  }
}
