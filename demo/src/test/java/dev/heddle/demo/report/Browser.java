package dev.heddle.demo.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A headless Chromium of its own, driven over the DevTools protocol; {@link #close} ends it. For
 * one thread.
 */
final class Browser implements AutoCloseable {

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final LinkedBlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private WebSocket socket;
  private String session;
  private int last;

  private Browser(Process process) {
    this.process = process;
  }

  /**
   * Starts the program with an empty profile.
   *
   * @param profile a directory of its own
   */
  static Browser start(String program, Path profile) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            program,
            "--headless=new",
            "--no-sandbox", // it refuses to have one when root starts it
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--hide-scrollbars",
            "--no-first-run",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            "about:blank");
    Browser browser = new Browser(new ProcessBuilder(command).redirectErrorStream(true).start());
    try {
      browser.attach();
    } catch (IOException | InterruptedException | RuntimeException e) {
      browser.close();
      throw e;
    }
    return browser;
  }

  private void attach() throws IOException, InterruptedException {
    String url = address();
    socket = client.newWebSocketBuilder().buildAsync(URI.create(url), new Listener()).join();
    String target =
        call("Target.createTarget", "{\"url\":\"about:blank\"}").get("targetId").asText();
    session =
        call("Target.attachToTarget", "{\"targetId\":\"" + target + "\",\"flatten\":true}")
            .get("sessionId")
            .asText();
    call("Page.enable", "{}");
  }

  /** It says where it listens on its standard error; what it says afterwards is drained. */
  private String address() throws IOException {
    BufferedReader out = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line; (line = out.readLine()) != null; ) {
      if (line.startsWith(LISTENING)) {
        Thread.ofVirtual().start(() -> out.lines().forEach(ignored -> {}));
        return line.substring(LISTENING.length());
      }
      said.append(line).append('\n');
    }
    throw new IOException("Chromium did not start: " + said);
  }

  /** Opens a page as on a screen of this size, and waits until it has been laid out. */
  void show(Path page, int width, int height, boolean dark)
      throws IOException, InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
            .formatted(width, height));
    call(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
            .formatted(dark ? "dark" : "light"));
    call("Page.navigate", "{\"url\":\"" + page.toUri() + "\"}");
    await(event -> event.path("method").asText().equals("Page.loadEventFired"));
  }

  /** The value of an expression in the page's script. */
  JsonNode evaluate(String expression) throws IOException, InterruptedException {
    ObjectNode what = JSON.createObjectNode().put("expression", expression);
    JsonNode answer = call("Runtime.evaluate", what.put("returnByValue", true).toString());
    if (answer.has("exceptionDetails")) {
      throw new IOException(answer.get("exceptionDetails").toString());
    }
    return answer.get("result").path("value");
  }

  /** The whole page as PNG. */
  byte[] screenshot() throws IOException, InterruptedException {
    String data =
        call("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}")
            .get("data")
            .asText();
    return Base64.getDecoder().decode(data);
  }

  private JsonNode call(String method, String params) throws IOException, InterruptedException {
    int id = ++last;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.readTree(params));
    if (session != null) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).join();
    JsonNode answer = await(each -> each.path("id").asInt() == id);
    if (answer.has("error")) {
      throw new IOException(method + ": " + answer.get("error"));
    }
    return answer.get("result");
  }

  private interface Wanted {
    boolean is(JsonNode message);
  }

  private JsonNode await(Wanted wanted) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode message = received.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new IOException("Chromium did not answer within " + PATIENCE);
      }
      if (wanted.is(message)) {
        return message;
      }
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
      text.append(data);
      if (whole) {
        try {
          received.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
    client.shutdownNow();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    for (ProcessHandle child : children) {
      child.destroyForcibly();
      child.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> child).join();
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTENING = "DevTools listening on ";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
}
