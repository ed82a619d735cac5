package dev.heddle.jsse;

import dev.heddle.jsse.Parameters.ClientAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * Accepts connections and hands out sockets that are going to shake hands, on the thread that first
 * uses them: {@code SSLServerSocket}. What it is set to is for the sockets that it accepts from
 * then on. Safe for use by several threads.
 */
final class HeddleServerSocket extends SSLServerSocket {

  private final Context context;
  private final AtomicReference<Setup> setup;

  /** What accepted sockets are to be. */
  private record Setup(boolean client, Parameters parameters) {}

  /** Not yet bound. */
  HeddleServerSocket(Context context) throws IOException {
    this.context = context;
    this.setup = setup(context);
  }

  /** Bound and listening; address null for any, backlog 0 for the system's. */
  HeddleServerSocket(Context context, int port, int backlog, InetAddress address)
      throws IOException {
    super(port, backlog, address);
    this.context = context;
    this.setup = setup(context);
  }

  private static AtomicReference<Setup> setup(Context context) {
    return new AtomicReference<>(new Setup(false, context.defaults(false)));
  }

  /**
   * Waits for a connection, for as long as {@code setSoTimeout} says; nothing is read from it yet.
   *
   * @throws java.net.SocketTimeoutException if none has come; the next call waits again
   * @throws java.net.SocketException if this is closed, or was while it waited
   */
  @Override
  public Socket accept() throws IOException {
    Socket accepted = super.accept(); // IO block
    Setup now = setup.get();
    return new HeddleSocket(context, now.client, now.parameters, accepted, null);
  }

  private Parameters parameters() {
    return setup.get().parameters;
  }

  private void change(UnaryOperator<Parameters> change) {
    setup.updateAndGet(now -> new Setup(now.client, change.apply(now.parameters)));
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return context.supported().cipherSuites().toArray(String[]::new);
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return parameters().cipherSuites().toArray(String[]::new);
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    change(now -> now.withCipherSuites(suites));
  }

  @Override
  public String[] getSupportedProtocols() {
    return context.supported().protocols().toArray(String[]::new);
  }

  @Override
  public String[] getEnabledProtocols() {
    return parameters().protocols().toArray(String[]::new);
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    change(now -> now.withProtocols(protocols));
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    change(now -> now.withClientAuth(need ? ClientAuth.NEED : ClientAuth.NONE));
  }

  @Override
  public boolean getNeedClientAuth() {
    return parameters().clientAuth() == ClientAuth.NEED;
  }

  @Override
  public void setWantClientAuth(boolean want) {
    change(now -> now.withClientAuth(want ? ClientAuth.WANT : ClientAuth.NONE));
  }

  @Override
  public boolean getWantClientAuth() {
    return parameters().clientAuth() == ClientAuth.WANT;
  }

  @Override
  public void setUseClientMode(boolean mode) {
    setup.updateAndGet(
        now -> now.client == mode ? now : new Setup(mode, context.inRole(now.parameters, mode)));
  }

  @Override
  public boolean getUseClientMode() {
    return setup.get().client;
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {
    change(now -> now.withSessionCreation(flag));
  }

  @Override
  public boolean getEnableSessionCreation() {
    return parameters().enableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return parameters().toSslParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters params) {
    change(now -> now.with(params));
  }

  @Override
  public String toString() {
    return "HeddleServerSocket[" + super.toString() + "]";
  }
}
