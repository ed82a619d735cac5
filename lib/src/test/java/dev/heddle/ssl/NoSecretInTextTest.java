package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.ConfigException;
import dev.heddle.config.Credentials;
import dev.heddle.config.MessageTrace;
import dev.heddle.config.PeerLimits;
import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionKey;
import dev.heddle.config.SessionValues;
import dev.heddle.config.Sessions;
import dev.heddle.config.TicketKey;
import dev.heddle.config.TicketKeyFile;
import dev.heddle.config.TicketKeys;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.TlsException;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No secret shows in a text that might be logged: not in {@code toString}, nor in a message or
 * stack trace, of whatever the public methods of a connection, its configuration and its failures
 * lead to.
 */
class NoSecretInTextTest {

  private static final String PASSWORD = "Ohphai7Eequ3";
  private static final String DATA = "account 4711 has 1234567 in it";

  @TempDir Path directory;

  private final Map<String, String> secrets = new TreeMap<>();
  private final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
  private final Map<String, String> texts = new TreeMap<>();
  private int depth;
  private final List<String> keyLog = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void ofConnectionsAndTheirFailures(TlsVersion version) {
    Identity identity = TestCerts.localhost(KeyType.EC_P256);
    secretKey(identity);
    secret("data", DATA.getBytes(StandardCharsets.US_ASCII));
    StringBuilder trace = new StringBuilder();
    SslContext clients =
        Ends.client(version)
            .keylogCallback(keyLog::add)
            .msgCallback(MessageTrace.to(trace).withHex().withRecords())
            .build();
    SslContext servers =
        SslContext.server()
            .credentials(Ends.credentials(identity))
            .keylogCallback(keyLog::add)
            .minProtoVersion(version)
            .maxProtoVersion(version)
            .build();
    Ssl client = Ends.localhost(clients);
    Ssl server = servers.newSsl();
    BioPair pair = BioPair.of(100_000, 100_000);
    Ends.shakeHands(client, server, pair);
    keyLog.forEach(line -> secret("key log", HexFormat.of().parseHex(line.split(" ")[2])));
    byte[] data = DATA.getBytes(StandardCharsets.US_ASCII);
    assertEquals(data.length, client.write(data));
    assertEquals(5, server.read(new byte[5]));
    look(pair);
    look(client);
    look(server);
    // An alert of ours, and of the peer's; and what is called when it should not be.
    byte[] rubbish = {
      23, 3, 3, 0, 25, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5
    };
    assertEquals(rubbish.length, write(pair, rubbish));
    assertEquals(DATA.length() - 5, server.read(new byte[100]));
    assertEquals(-1, server.read(new byte[100]));
    failure(server);
    assertEquals(-1, client.read(new byte[100]));
    failure(client);
    look(client);
    look(server);
    server.close();
    assertEquals(-1, server.write(data));
    failure(server);
    texts.put("the message trace", trace.toString());
    assertVisited(
        Ssl.class,
        ErrorEntry.class,
        FailureReport.class,
        Fault.PeerBrokeRules.class,
        Fault.PeerAlert.class,
        TlsException.class,
        TlsConfig.class,
        Trust.class,
        Credentials.class,
        PeerLimits.class);
    assertNoSecret();
  }

  @Test
  void ofACallbackThatThrows() {
    SslContext clients =
        Ends.client(TlsVersion.TLS_1_3)
            .keylogCallback(
                line -> {
                  keyLog.add(line);
                  throw new IllegalStateException("the disk is full");
                })
            .build();
    Ssl client = Ends.localhost(clients);
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
    BioPair pair = BioPair.of(100_000, 100_000);
    client.setBio(pair.first(), pair.first());
    server.setBio(pair.second(), pair.second());
    assertEquals(-1, client.connect());
    assertEquals(-1, server.accept());
    assertEquals(-1, client.connect());
    failure(client);
    keyLog.forEach(line -> secret("key log", HexFormat.of().parseHex(line.split(" ")[2])));
    assertVisited(Fault.Internal.class, IllegalStateException.class);
    assertNoSecret();
  }

  @Test
  void ofCredentialsAndWhatIsWrongWithThem() throws Exception {
    Identity identity = TestCerts.localhost(KeyType.EC_P256);
    Identity another = TestCerts.localhost(KeyType.EC_P384);
    secretKey(identity);
    secret("password", PASSWORD.getBytes(StandardCharsets.US_ASCII));
    byte[] chain = ascii(identity.chainPem());
    byte[] key = ascii(identity.keyPem());
    Path p12 = directory.resolve("key.p12");
    Files.write(p12, identity.pkcs12(PASSWORD.toCharArray()));
    look(Credentials.pkcs12(p12, PASSWORD.toCharArray()));
    look(Credentials.pem(chain, key, PASSWORD.toCharArray()));
    look(SslContext.server().credentials(Credentials.pem(chain, key)));
    refused(() -> Credentials.pem(ascii(another.chainPem()), key));
    refused(() -> Credentials.pem(key, key));
    for (int cut = 40; cut < key.length; cut += 9) {
      byte[] damaged = key.clone();
      damaged[cut] = '*';
      byte[] shorter = Arrays.copyOf(key, cut);
      refusedOrNot(() -> Credentials.pem(chain, damaged));
      refusedOrNot(() -> Credentials.pem(chain, shorter));
    }
    refused(() -> Credentials.pkcs12(p12, (PASSWORD + "x").toCharArray()));
    refused(
        () ->
            Credentials.keyStore(
                identity.keyStore(PASSWORD.toCharArray()), null, "wrong".toCharArray()));
    refused(
        () ->
            Credentials.keyStore(
                identity.keyStore(PASSWORD.toCharArray()), "none", PASSWORD.toCharArray()));
    assertVisited(Credentials.class, ConfigException.class, SslContext.Builder.class);
    assertNoSecret();
  }

  @Test
  void ofSessionsAndTheirKeys() throws Exception {
    TicketKey key = TicketKey.random();
    secret("ticket key", key.secret());
    byte[] secret = HexFormat.of().parseHex("b7".repeat(20) + "5e".repeat(28));
    byte[] ticket = HexFormat.of().parseHex("c4".repeat(40));
    secret("session", secret);
    secret("ticket", ticket); // on the wire in the clear with TLS 1.2, but of no use in a log
    Instant now = Instant.now();
    SessionValues values =
        new SessionValues(
            TlsVersion.TLS_1_3,
            CipherSuite.TLS_AES_256_GCM_SHA384,
            secret,
            new byte[0],
            ticket,
            1,
            true,
            now,
            now,
            now.plusSeconds(60),
            "a.test",
            null,
            List.of(),
            0,
            false,
            new byte[0],
            new byte[32]);
    SessionCache cache = SessionCache.inMemory();
    cache.put(new SessionKey("here"), Session.of(values));
    TicketKeys rotating = TicketKeys.rotating();
    rotating.keys().forEach(each -> secret("rotating key", each.secret()));
    Path file = directory.resolve("ticket.keys");
    TicketKeyFile.create(file);
    TicketKeyFile watched = TicketKeyFile.open(file);
    watched.keys().forEach(each -> secret("key in a file", each.secret()));
    look(key);
    look(Session.of(values));
    look(cache);
    look(watched);
    look(
        TlsConfig.builder()
            .sessions(Sessions.create().withCache(cache).withTicketKeys(rotating))
            .session(Session.of(values))
            .build());
    byte[] content = Files.readAllBytes(file);
    for (int cut = 0; cut < content.length; cut += 9) {
      Files.write(file, Arrays.copyOf(content, cut));
      refused(() -> TicketKeyFile.open(file));
    }
    assertVisited(Session.class, SessionValues.class, TicketKey.class, TicketKeyFile.class);
    assertVisited(Sessions.class, cache.getClass(), rotating.getClass(), ConfigException.class);
    assertNoSecret();
  }

  private static int write(BioPair pair, byte[] bytes) {
    try {
      return pair.first().write(bytes, 0, bytes.length);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void refused(org.junit.jupiter.api.function.Executable load) {
    look(assertThrows(ConfigException.class, load));
  }

  private void refusedOrNot(Runnable load) {
    try {
      load.run();
    } catch (ConfigException e) {
      look(e);
    }
  }

  private void failure(Ssl ssl) {
    look(ssl.failure(-1));
    for (ErrorEntry entry = ErrorQueue.current().getError();
        entry != null;
        entry = ErrorQueue.current().getError()) {
      look(entry);
    }
  }

  private void secretKey(Identity identity) {
    secret("private key", ((ECPrivateKey) identity.key()).getS().toByteArray());
    secrets.put("private key, decimal", ((ECPrivateKey) identity.key()).getS().toString());
    // Pieces of the PEM text, which begin where Base64 would begin elsewhere; the first are the
    // same for all keys of a kind.
    String body = identity.keyPem().replaceAll("-----[^-]*-----|\\s", "");
    for (int from = 64; from + 16 <= body.length(); from += 4) {
      secrets.put("PEM from " + from, body.substring(from, from + 16));
    }
  }

  /** In each form that a careless programmer might print. */
  private void secret(String name, byte[] bytes) {
    name = name + " " + secrets.size();
    secrets.put(name + " text", new String(bytes, StandardCharsets.ISO_8859_1));
    secrets.put(name + " hex", HexFormat.of().formatHex(bytes));
    secrets.put(name + " HEX", HexFormat.of().withUpperCase().formatHex(bytes));
    secrets.put(name + " h e x", HexFormat.ofDelimiter(" ").formatHex(bytes));
    secrets.put(name + " h:e:x", HexFormat.ofDelimiter(":").formatHex(bytes));
    secrets.put(name + " Base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
    String listed = Arrays.toString(bytes);
    secrets.put(name + " listed", listed.substring(1, listed.length() - 1));
  }

  /** Notes the text of an object, and of what its public methods without arguments answer. */
  private void look(Object object) {
    if (object == null || depth > 10 || seen.put(object, true) != null) {
      return;
    }
    depth++; // some methods answer with fresh objects, which lead to fresh objects
    lookAt(object);
    depth--;
  }

  private void lookAt(Object object) {
    switch (object) {
      case Optional<?> optional -> look(optional.orElse(null));
      case Iterable<?> several -> several.forEach(this::look);
      case Throwable thrown -> {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack, true));
        text(thrown, stack.toString());
        look(thrown.getCause());
        getters(thrown);
      }
      default -> {
        if (object.getClass().getName().startsWith("dev.heddle.")) {
          text(object, object.toString());
          getters(object);
        }
      }
    }
  }

  private void text(Object object, String text) {
    texts.merge(object.getClass().getName(), text, (a, b) -> a + "\n" + b);
  }

  private void getters(Object object) {
    if (!object.getClass().getName().startsWith("dev.heddle.")
        || object instanceof Enum
        || object instanceof Bio) {
      return;
    }
    for (Method method : object.getClass().getMethods()) {
      if (method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && method.getDeclaringClass().getName().startsWith("dev.heddle.")
          && !DOING.contains(method.getName())) {
        try {
          method.setAccessible(true);
          Object answer = method.invoke(object);
          if (answer instanceof String text) {
            text(object, text);
          } else {
            look(answer);
          }
        } catch (InvocationTargetException e) {
          look(e.getCause());
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void assertVisited(Class<?>... types) {
    for (Class<?> type : types) {
      assertTrue(
          texts.keySet().stream().anyMatch(name -> name.startsWith(type.getName())),
          () -> type + " is not among " + texts.keySet());
    }
  }

  private void assertNoSecret() {
    assertTrue(secrets.size() > 6, secrets::toString);
    List<String> found = new ArrayList<>();
    texts.forEach(
        (where, text) ->
            secrets.forEach(
                (name, secret) -> {
                  if (text.contains(secret)) {
                    found.add(name + " in the text of " + where);
                  }
                }));
    assertEquals(List.of(), found);
  }

  /** What changes the object, or waits. */
  private static final Set<String> DOING =
      Set.of(
          "accept",
          "build",
          "clear",
          "close",
          "connect",
          "destroy",
          "doHandshake",
          "abort",
          "flush",
          "invalidate",
          "shutdown",
          "use",
          "errors",
          "setAcceptState",
          "setConnectState");
}
