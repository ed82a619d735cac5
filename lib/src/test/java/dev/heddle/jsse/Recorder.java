package dev.heddle.jsse;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** Managers that write down what they are asked. */
final class Recorder {

  final List<String> asked = new CopyOnWriteArrayList<>();

  /** The session that was shown at the last question; null for none. */
  volatile ExtendedSSLSession session;

  private void note(String question, Socket socket) {
    asked.add(question);
    session =
        socket instanceof SSLSocket tls ? (ExtendedSSLSession) tls.getHandshakeSession() : null;
  }

  /** Passes on to another, which may be null: then it has no keys. */
  X509ExtendedKeyManager keys(X509KeyManager to) {
    return new X509ExtendedKeyManager() {
      @Override
      public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        note("client " + Arrays.toString(types) + " of " + Arrays.toString(issuers), socket);
        return to == null ? null : to.chooseClientAlias(types, issuers, socket);
      }

      @Override
      public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        note("server " + type + " of " + Arrays.toString(issuers), socket);
        return to == null ? null : to.chooseServerAlias(type, issuers, socket);
      }

      @Override
      public X509Certificate[] getCertificateChain(String alias) {
        return to.getCertificateChain(alias);
      }

      @Override
      public PrivateKey getPrivateKey(String alias) {
        return to.getPrivateKey(alias);
      }

      @Override
      public String[] getClientAliases(String type, Principal[] issuers) {
        throw new AssertionError();
      }

      @Override
      public String[] getServerAliases(String type, Principal[] issuers) {
        throw new AssertionError();
      }
    };
  }

  /** Takes everybody. */
  X509ExtendedTrustManager trust(X509Certificate... issuers) {
    return new X509ExtendedTrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        note("client by " + type + " " + chain.length, socket);
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        note("server by " + type + " " + chain.length, socket);
      }

      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        throw new AssertionError();
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        throw new AssertionError();
      }

      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new AssertionError();
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type) {
        throw new AssertionError();
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return issuers.clone();
      }
    };
  }

  /** One that does not see the connection, and takes everybody. */
  X509TrustManager plain(X509Certificate... issuers) {
    return new X509TrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type)
          throws CertificateException {
        asked.add("client by " + type + " " + chain.length);
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type)
          throws CertificateException {
        asked.add("server by " + type + " " + chain.length);
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return issuers.clone();
      }
    };
  }
}
