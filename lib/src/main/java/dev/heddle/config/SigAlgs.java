package dev.heddle.config;

import java.util.List;

/** Lists of signature schemes as OpenSSL spells them. */
public final class SigAlgs {

  private SigAlgs() {}

  /** A list of signature schemes: {@code SSL_CTX_set1_sigalgs_list(3)}. */
  public static List<SignatureScheme> parse(String list) {
    throw new UnsupportedOperationException("not yet");
  }
}
