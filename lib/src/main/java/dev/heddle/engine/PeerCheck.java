package dev.heddle.engine;

import dev.heddle.chain.ChainCheck;
import dev.heddle.chain.ChainVerdict;
import dev.heddle.chain.Staple;
import dev.heddle.config.CertVerifyCallback;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.PeerCertificates;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.config.VerifyResult;
import dev.heddle.text.Printable;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * Has the peer's certificates judged, in the midst of a handshake: by the program's callback, if it
 * has one, else by {@link ChainCheck}. The peer's chain is set once it is accepted.
 */
final class PeerCheck {

  private final EndRules rules;
  private final TlsContext context;

  PeerCheck(EndRules rules, TlsContext context) {
    this.rules = rules;
    this.context = context;
  }

  /**
   * Judges.
   *
   * @param chain as presented, leaf first
   * @throws TlsFatalAlert if it is refused; the rules have the fault
   */
  void check(List<X509Certificate> chain, Staple staple) throws TlsFatalAlert {
    CertVerifyCallback callback = rules.config.certVerifyCallback().orElse(null);
    boolean counts = rules.config.verifyMode(rules.client) != VerifyMode.NONE;
    if (callback != null && counts) {
      ask(callback, peer(chain));
    } else {
      rules.verdict = ChainCheck.verdict(rules.config, chain, rules.client, staple);
      if (counts && !rules.verdict.accepted()) {
        throw Wire.refuse(rules, rules.verdict.result());
      }
    }
    rules.peerChain = chain;
  }

  private PeerCertificates peer(List<X509Certificate> chain) {
    byte[] staple = rules.client && rules.staple != null ? rules.staple.clone() : null;
    return new PeerCertificates(
        chain,
        rules.client,
        rules.tls13 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2,
        CipherSuite.of(context.getSecurityParametersHandshake().getCipherSuite()),
        rules.client ? rules.config.serverName().orElse(null) : rules.serverName,
        staple,
        rules.attachment);
  }

  private void ask(CertVerifyCallback callback, PeerCertificates peer) throws TlsFatalAlert {
    try {
      callback.verify(peer);
    } catch (CertificateException e) {
      throw refused(peer, e);
    } catch (RuntimeException e) {
      throw Wire.threw(rules, "the callback that verifies certificates", e);
    }
    rules.verdict = ChainVerdict.ofCallback(peer.chain());
  }

  private TlsFatalAlert refused(PeerCertificates peer, CertificateException e) {
    X509Certificate leaf = peer.chain().getFirst();
    CertificateReason reason = CertificateReason.of(e, peer);
    String detail =
        "the program's own check refuses '"
            + Printable.text(leaf.getSubjectX500Principal().getName())
            + "': "
            + Printable.text(e.getMessage() == null ? e.getClass().getName() : e.getMessage());
    VerifyResult result = VerifyResult.of(reason.code(), 0, leaf, detail);
    rules.verdict = ChainVerdict.refused(result, peer.chain());
    return Wire.refuse(rules, reason.alert(), result, e);
  }
}
