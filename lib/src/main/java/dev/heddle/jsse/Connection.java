package dev.heddle.jsse;

import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

/**
 * A connection as the caller's managers and callbacks see it: what is attached to its loop. A
 * socket answers with itself; the managers' methods differ by what a connection is.
 */
interface Connection {

  Context context();

  boolean isClient();

  /** What its session is to share with those that resume it, unless it resumes one: its own. */
  SessionState sessionState();

  /** What it is set to; not to be changed in the midst of its handshake. */
  Parameters parameters();

  /** The peer's name and port, as the caller knows them; see {@code SSLSession}. */
  String peerHost();

  int peerPort();

  /** What the managers are shown as {@code getHandshakeSession()} from now on; null for none. */
  void handshakeSession(TlsSession session);

  TlsSession handshakeSession();

  /** Asks the manager's method for this kind of connection. */
  String chooseClientAlias(X509KeyManager manager, String[] keyTypes, Principal[] issuers);

  /** Asks the manager's method for this kind of connection. */
  String chooseServerAlias(X509KeyManager manager, String keyType, Principal[] issuers);

  /** Asks the manager's method for this kind of connection. */
  void checkTrusted(
      X509ExtendedTrustManager manager,
      boolean fromServer,
      X509Certificate[] chain,
      String authType)
      throws CertificateException;

  /** Asks the caller's ALPN selector, which is there; null and "" as JSSE means them. */
  String selectApplicationProtocol(List<String> offered);
}
