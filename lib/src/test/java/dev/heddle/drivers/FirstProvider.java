package dev.heddle.drivers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.jsse.HeddleProvider;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.Security;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Asks for a URL as programs do that know of no provider, with ours in the first place; run by
 * {@link FirstProviderTest}.
 */
final class FirstProvider {

  public static void main(String[] arguments) throws Exception {
    Security.insertProviderAt(new HeddleProvider(), 1);
    String url = arguments[0];
    System.out.println(SSLContext.getDefault().getProvider().getName());
    try (HttpClient client = HttpClient.newHttpClient()) {
      System.out.println(client.sslContext().getProvider().getName());
      System.out.println(NetHttp.get(client, url));
    }
    HttpsURLConnection connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
    try (InputStream in = connection.getInputStream()) {
      System.out.println(new String(in.readAllBytes(), UTF_8));
    }
    connection.disconnect();
  }

  private FirstProvider() {}
}
