package dev.heddle.demo.connect;

import dev.heddle.config.ClientCertificateCallback;
import dev.heddle.config.Credentials;
import dev.heddle.demo.common.Lines;
import dev.heddle.ssl.SslContext;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Answers a server that asks for a certificate, and notes that it has asked. */
final class CertificateRequests implements ClientCertificateCallback {

  private final Credentials own;
  private volatile List<String> issuers;

  /**
   * What to answer.
   *
   * @param own null for none
   */
  CertificateRequests(Credentials own) {
    this.own = own;
  }

  /**
   * Lets a client answer so.
   *
   * @param unseen whether to answer without noting it. A callback is part of what sessions are
   *     bound to, and no other process has the same: with it, none would resume a session of this
   *     one
   */
  void apply(SslContext.Builder client, boolean unseen) {
    if (!unseen) {
      client.clientCertCallback(this);
    } else if (own != null) {
      client.credentials(own);
    }
  }

  @Override
  public Selection select(List<X500Principal> names) {
    issuers = names.stream().map(name -> Lines.oneLine(name.getName())).toList();
    return own == null ? Selection.none() : Selection.use(own);
  }

  /** The issuers the server named, maybe none; null if it has not asked for a certificate. */
  List<String> issuers() {
    return issuers;
  }

  /** The subject of the certificate that was ready for it; null if there was none. */
  String answer() {
    return own == null
        ? null
        : Lines.oneLine(own.chain().getFirst().getSubjectX500Principal().getName());
  }
}
