package dev.heddle.jsse;

import dev.heddle.chain.ChainCheck;
import dev.heddle.chain.ChainVerdict;
import dev.heddle.chain.Staple;
import dev.heddle.config.ConfigException;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import java.net.Socket;
import java.security.AlgorithmConstraints;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The library's own judgement as a trust manager. A context that is given one has the library judge
 * inside the handshake, and asks nobody; this is for others who have one: the sockets of another
 * provider, or a program that checks a chain by itself.
 *
 * <p>The name of the host is looked at only where a connection asks for it, as JSSE has it. Safe
 * for use by several threads.
 */
final class HeddleTrustManager extends X509ExtendedTrustManager {

  private final TlsConfig config;

  HeddleTrustManager(Trust trust) {
    this(TlsConfig.builder().trust(trust).insecureNoHostName().build());
  }

  /**
   * One that judges as a configuration says.
   *
   * @param config without a host name
   */
  HeddleTrustManager(TlsConfig config) {
    this.config = config;
  }

  /** How it judges. */
  TlsConfig config() {
    return config;
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return config.trust().anchors().toArray(X509Certificate[]::new);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, authType, Asker.NOBODY, false);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, authType, Asker.NOBODY, true);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, authType, Asker.of(socket), false);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, authType, Asker.of(socket), true);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, authType, Asker.of(engine), false);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, authType, Asker.of(engine), true);
  }

  private void check(X509Certificate[] chain, String authType, Asker asker, boolean fromServer)
      throws CertificateException {
    if (chain == null || chain.length == 0) {
      throw new IllegalArgumentException("null or empty chain of certificates");
    }
    if (authType == null || authType.isEmpty()) {
      throw new IllegalArgumentException("null or empty authentication type");
    }
    try {
      List<String> names = asker.names(fromServer);
      CertificateException first = null;
      for (String name : names) {
        try {
          check(List.of(chain), asker, fromServer, named(name));
          return;
        } catch (CertificateException e) {
          first = first == null ? e : first;
        }
      }
      if (first != null) {
        throw first;
      }
      check(List.of(chain), asker, fromServer, config);
    } catch (ConfigException e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  private TlsConfig named(String name) {
    return config.withHostName(name);
  }

  private static void check(
      List<X509Certificate> chain, Asker asker, boolean fromServer, TlsConfig config)
      throws CertificateException {
    ChainVerdict verdict = ChainCheck.verdict(config, chain, fromServer, asker.staple(fromServer));
    VerifyResult result = verdict.result();
    if (!result.ok()) {
      String text = result.detail() + " (" + result.openSslName() + ")";
      throw new CertificateException(
          text, new CertPathValidatorException(text, null, null, -1, reason(result)));
    }
    ChainConstraints constraints =
        ChainConstraints.of(
            DisabledAlgorithms.now(), asker.constraints(), fromServer, config.clock());
    if (constraints != null) {
      constraints.check(verdict.path());
    }
  }

  /** What tells another provider which alert to send. */
  private static BasicReason reason(VerifyResult result) {
    X509V code = X509V.of(result.code());
    if (code == X509V.CERT_HAS_EXPIRED) {
      return BasicReason.EXPIRED;
    }
    if (code == X509V.CERT_NOT_YET_VALID) {
      return BasicReason.NOT_YET_VALID;
    }
    return code == X509V.CERT_REVOKED ? BasicReason.REVOKED : BasicReason.UNSPECIFIED;
  }

  /**
   * The connection that asks.
   *
   * @param session in the midst of its handshake; null for nobody
   * @param parameters null for nobody
   */
  private record Asker(SSLSession session, SSLParameters parameters) {

    static final Asker NOBODY = new Asker(null, null);

    static Asker of(Socket socket) throws CertificateException {
      return socket instanceof SSLSocket tls && tls.isConnected()
          ? of(tls.getHandshakeSession(), tls.getSSLParameters())
          : NOBODY;
    }

    static Asker of(SSLEngine engine) throws CertificateException {
      return engine == null ? NOBODY : of(engine.getHandshakeSession(), engine.getSSLParameters());
    }

    private static Asker of(SSLSession session, SSLParameters parameters)
        throws CertificateException {
      if (session == null) {
        throw new CertificateException("the connection has no handshake session");
      }
      return new Asker(session, parameters);
    }

    AlgorithmConstraints constraints() {
      return parameters == null ? null : parameters.getAlgorithmConstraints();
    }

    Staple staple(boolean fromServer) {
      if (fromServer && session instanceof ExtendedSSLSession extended) {
        List<byte[]> responses = extended.getStatusResponses();
        if (!responses.isEmpty()) {
          return Staple.asked(responses.get(0));
        }
      }
      return Staple.notAsked();
    }

    /**
     * The names of which the peer has to prove one: the one it was asked for by SNI, else the host.
     *
     * @return empty if it has to prove none
     */
    List<String> names(boolean fromServer) throws CertificateException {
      String algorithm =
          parameters == null ? null : parameters.getEndpointIdentificationAlgorithm();
      if (algorithm == null || algorithm.isEmpty()) {
        return List.of();
      }
      if (!fromServer) {
        throw new CertificateException(
            "endpoint identification (" + algorithm + ") is for servers, not for clients");
      }
      Identification.require(algorithm);
      List<String> names = new ArrayList<>();
      if (session instanceof ExtendedSSLSession extended) {
        for (SNIServerName name : extended.getRequestedServerNames()) {
          if (name instanceof SNIHostName host) {
            names.add(host.getAsciiName());
          }
        }
      }
      String host = session.getPeerHost();
      if (host != null && names.stream().noneMatch(host::equalsIgnoreCase)) {
        names.add(host);
      }
      if (names.isEmpty()) {
        throw new CertificateException(
            "endpoint identification (" + algorithm + ") without the name of a host");
      }
      return names;
    }
  }
}
