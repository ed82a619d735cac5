package dev.heddle.config;

/** Which certificates of a peer's path must be covered by a CRL of {@link Crls}. */
public enum RevocationCheck {
  /** None: CRLs are not looked at. */
  NONE,

  /** The peer's own certificate: {@code X509_V_FLAG_CRL_CHECK}. */
  LEAF,

  /**
   * Every certificate but the trusted one: {@code X509_V_FLAG_CRL_CHECK_ALL}. OpenSSL wants a CRL
   * for the trusted one, too; here whom to trust is for its owner to say.
   */
  ALL
}
