package dev.heddle.engine;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * The keys that bctls keeps for one connection beyond their use, and how they are wiped. bctls
 * clears what a handshake leaves (SecurityParameters.java:73), but for a copy of the master secret
 * that would be for resuming; the traffic secrets and the ciphers it keeps until the collector
 * comes, and all of them if a handshake is left where it stands.
 *
 * <p>A connection has its own source of nonces, and that is the one thing of a connection that
 * bctls shows to who makes its ciphers. So this is that source: straight from the shared one. bctls
 * would give every connection a hash DRBG of its own (JcaTlsCrypto.java:145), a kilobyte or two
 * held for as long as the connection lives, for what is a session id, a server random and, with
 * CBC, the record IVs. The seed material it offers is a counter and the time
 * (AbstractTlsContext.java:24): nothing that adds to a system's source.
 *
 * <p>Belongs to the reading half.
 */
final class ConnectionKeys implements TlsNonceGenerator {

  private final SecureRandom random;
  private final List<RecordCipher> ciphers = new ArrayList<>(2);
  private RecordRoom room = RecordRoom.NONE;

  ConnectionKeys(SecureRandom random) {
    this.random = random;
  }

  @Override
  public byte[] generateNonce(int size) {
    byte[] nonce = new byte[size];
    random.nextBytes(nonce);
    return nonce;
  }

  /** Says where the records of a connection have their place, before it has any keys. */
  static void setRoom(TlsContext context, RecordRoom room) {
    if (context.getNonceGenerator() instanceof ConnectionKeys keys) {
      keys.room = room;
    }
  }

  /** Where they have their place. */
  static RecordRoom room(TlsCryptoParameters parameters) {
    return parameters.getNonceGenerator() instanceof ConnectionKeys keys
        ? keys.room
        : RecordRoom.NONE;
  }

  /** Notes a cipher that is made for a connection. */
  static RecordCipher note(TlsCryptoParameters parameters, RecordCipher cipher) {
    if (parameters.getNonceGenerator() instanceof ConnectionKeys keys) {
      keys.ciphers.add(cipher);
    }
    return cipher;
  }

  /** What protects the handshake in TLS 1.3; null before there is such a thing. */
  static RecordCipher handshakeCipher(TlsContext context) {
    return context.getNonceGenerator() instanceof ConnectionKeys keys && !keys.ciphers.isEmpty()
        ? keys.ciphers.getFirst()
        : null;
  }

  /** How long what protects so much data is at most, without the header; in bytes. */
  static int longestRecord(TlsContext context, int length) {
    ConnectionKeys keys = (ConnectionKeys) context.getNonceGenerator();
    return keys.ciphers.getLast().getCiphertextEncodeLimit(length);
  }

  /**
   * The handshake is done: wipes what was for it alone. Under the write lock: the writing half asks
   * for {@link #longestRecord}.
   */
  static void handshakeDone(TlsContext context) {
    forgetSession(context);
    if (context.getNonceGenerator() instanceof ConnectionKeys keys) {
      int last = keys.ciphers.size() - 1;
      keys.ciphers.subList(0, last).forEach(RecordCipher::wipe);
      keys.ciphers.subList(0, last).clear();
    }
  }

  /** The connection is over, and nobody is using it: wipes all there is. */
  static void wipe(TlsContext context) {
    forgetSession(context);
    destroyTrafficSecrets(context.getSecurityParametersHandshake());
    destroyTrafficSecrets(context.getSecurityParametersConnection());
    if (context.getNonceGenerator() instanceof ConnectionKeys keys) {
      keys.ciphers.forEach(RecordCipher::wipe);
      keys.ciphers.clear();
    }
  }

  /**
   * To be bctls' session of a full handshake that completes: one of nothing. It would make another
   * (TlsProtocol.java:507), with a copy of the master secret and with both chains, and keep it for
   * as long as the connection lives; what can be resumed is made elsewhere.
   */
  static SessionParameters noSession(TlsContext context) {
    return new SessionParameters.Builder()
        .setCipherSuite(0)
        .setMasterSecret(context.getCrypto().createSecret(new byte[0]))
        .build();
  }

  /** The copy of the master secret in a session that was resumed, which is not to be again. */
  private static void forgetSession(TlsContext context) {
    TlsSession session = context.getSession();
    if (session != null && session.exportSessionParameters() != null) {
      session.exportSessionParameters().clear();
    }
  }

  private static void destroyTrafficSecrets(SecurityParameters parameters) {
    if (parameters != null) {
      destroy(parameters.getTrafficSecretClient());
      destroy(parameters.getTrafficSecretServer());
    }
  }

  private static void destroy(TlsSecret secret) {
    if (secret != null) {
      secret.destroy();
    }
  }
}
