package dev.heddle.drivers.channels;

import dev.heddle.drivers.Face;
import dev.heddle.drivers.Pki;
import dev.heddle.drivers.Scenario;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How an end is to be.
 *
 * @param client or else a server
 * @param wantsCertificate whether a server must have one of its client
 * @param tcpBuffer how many bytes each of the socket's buffers has; 0 for the system's choice
 */
record Setup(
    SSLContext context, boolean client, String version, boolean wantsCertificate, int tcpBuffer) {

  /** The client of a scenario. */
  static Setup client(Face face, Scenario scenario, String version) {
    return new Setup(face.context(Pki.root(), Pki.client(scenario)), true, version, false, 0);
  }

  /** The server of a scenario. */
  static Setup server(Face face, Scenario scenario, String version) {
    return new Setup(
        face.context(Pki.root(), Pki.server(scenario)),
        false,
        version,
        scenario.wantsClientCertificate(),
        0);
  }

  /** The same over small buffers. */
  Setup withTcpBuffer(int size) {
    return new Setup(context, client, version, wantsCertificate, size);
  }

  /**
   * A new engine. A client's checks the server's name.
   *
   * @param host the peer
   */
  SSLEngine engine(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(client);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    if (client) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    } else {
      parameters.setNeedClientAuth(wantsCertificate);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }
}
