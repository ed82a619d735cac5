package dev.heddle.bench;

import dev.heddle.engine.Crypto;
import java.security.SecureRandom;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/**
 * The implementations of bctls' crypto that a primitive may go to; JMH calls them by these names.
 */
public enum Candidate {
  /** Over the JDK's providers. */
  JDK {
    @Override
    TlsCrypto crypto() {
      SecureRandom random = new SecureRandom();
      return new JcaTlsCrypto(new DefaultJcaJceHelper(), random, random) {};
    }
  },
  /** Bouncy Castle's light API. */
  LIGHT {
    @Override
    TlsCrypto crypto() {
      return new BcTlsCrypto(new SecureRandom());
    }
  },
  /** What this library routes each primitive to. */
  OURS {
    @Override
    TlsCrypto crypto() {
      return Crypto.shared();
    }
  };

  abstract TlsCrypto crypto();
}
