package dev.heddle.drivers;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** How the JDK's HTTP client is given a context, and how it is asked. */
final class NetHttp {

  private NetHttp() {}

  /**
   * A client over that context.
   *
   * @param tls the only version of TLS that it speaks
   */
  static HttpClient client(SSLContext context, HttpClient.Version http, String tls) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {tls});
    return HttpClient.newBuilder()
        .sslContext(context)
        .sslParameters(parameters)
        .version(http)
        .build();
  }

  /** Gets what is there, as text. */
  static String get(HttpClient client, String url) throws IOException {
    return send(client, HttpRequest.newBuilder(URI.create(url)).build()).body();
  }

  /** Sends a request; an interrupt is an exception as others are, and stays. */
  static HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException {
    return send(client, request, BodyHandlers.ofString());
  }

  /** The same for answers that are no text. */
  static <T> HttpResponse<T> send(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body) throws IOException {
    try {
      return client.send(request, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException().initCause(e);
    }
  }
}
