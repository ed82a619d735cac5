package dev.heddle.support;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider that keeps keys to itself, as that of an HSM does: what it hands out has no encoding,
 * and nobody else can sign with it. Installed until it is closed. Each one has its own name, as
 * tests run beside each other.
 */
public final class Token extends Provider implements AutoCloseable {

  private static final long serialVersionUID = 1;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final transient AtomicInteger signed = new AtomicInteger();

  private Token() {
    super(
        "TestToken" + COUNT.incrementAndGet(), "1", "signs with keys that do not show themselves");
    for (String name :
        List.of(
            "SHA256withECDSA",
            "SHA384withECDSA",
            "SHA512withECDSA",
            "SHA256withRSA",
            "SHA384withRSA",
            "SHA512withRSA",
            "RSASSA-PSS",
            "Ed25519",
            "EdDSA")) {
      putService(
          new Service(
              this,
              "Signature",
              name,
              TokenSignature.class.getName(),
              null,
              Map.of("SupportedKeyClasses", SealedKey.class.getName())) {
            @Override
            public Object newInstance(Object parameter) {
              return new TokenSignature(Token.this, name);
            }

            @Override
            public boolean supportsParameter(Object parameter) {
              return parameter instanceof SealedKey key && key.token == Token.this;
            }
          });
    }
  }

  /** Installs one, after all others. */
  public static Token install() {
    Token token = new Token();
    Security.addProvider(token);
    return token;
  }

  /** The key as the token hands it out. */
  public PrivateKey seal(PrivateKey key) {
    return new SealedKey(this, key);
  }

  /** How many signatures it has made. */
  public int signed() {
    return signed.get();
  }

  @Override
  public void close() {
    Security.removeProvider(getName());
  }

  private static final class SealedKey implements PrivateKey {
    private static final long serialVersionUID = 1;
    private final transient Token token;
    private final transient PrivateKey inside;

    private SealedKey(Token token, PrivateKey inside) {
      this.token = token;
      this.inside = inside;
    }

    @Override
    public String getAlgorithm() {
      return inside.getAlgorithm();
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  private static final class TokenSignature extends SignatureSpi {
    private final Token token;
    private final Signature inside;

    TokenSignature(Token token, String name) {
      this.token = token;
      try {
        inside = Signature.getInstance(name, name.contains("RSA") ? "SunRsaSign" : "SunEC");
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      inside.initSign(((SealedKey) key).inside);
    }

    @Override
    protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
      inside.update(b, off, len);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      token.signed.incrementAndGet();
      return inside.sign();
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters)
        throws InvalidAlgorithmParameterException {
      inside.setParameter(parameters);
    }

    @Override
    protected void engineUpdate(byte b) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineInitVerify(PublicKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected boolean engineVerify(byte[] value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
