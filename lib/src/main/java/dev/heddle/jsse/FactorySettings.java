package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.jsse.plug.SettingsKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * What a factory is told by a driver that makes it by name: files, and whether to check the name.
 * Files are read when the configuration is asked for.
 */
final class FactorySettings {

  /** A file, and what it was called by whoever named it. */
  private record Named(String setting, Path file) {}

  private Named trust; // null for the system's
  private Named cert;
  private Named key; // null for no certificate
  private Named passwordFile;
  private String password;
  private boolean checksName = true;

  private FactorySettings() {}

  /**
   * From the text that a driver hands on: {@code name=value}, several of them with commas or line
   * ends between.
   *
   * @param text null is as good as empty
   * @throws ConfigException naming what is not understood
   */
  static FactorySettings of(String text) {
    FactorySettings settings = new FactorySettings();
    settings.read(text);
    settings.checkPair();
    return settings;
  }

  /**
   * From the connection properties of pgjdbc, with those of {@code sslfactoryarg} before them.
   *
   * @throws ConfigException naming what is not understood
   */
  static FactorySettings of(Properties properties) {
    return of(properties, home());
  }

  /** The same with that driver's files in another directory. */
  static FactorySettings of(Properties properties, Path home) {
    FactorySettings settings = new FactorySettings();
    settings.readPostgres(properties, home);
    settings.read(properties.getProperty("sslfactoryarg"));
    settings.checkPair();
    boolean authorityOnly = "verify-ca".equals(properties.getProperty("sslmode"));
    if (authorityOnly && settings.trust == null) {
      throw new ConfigException(
          "sslmode=verify-ca needs an sslrootcert: of all whom the system trusts, anybody could"
              + " answer; sslmode=verify-full checks the name, too");
    }
    settings.checksName &= !authorityOnly;
    return settings;
  }

  private void readPostgres(Properties properties, Path home) {
    trust = named("sslrootcert", properties);
    if (trust == null && Files.exists(home.resolve("root.crt"))) {
      trust = new Named("sslrootcert", home.resolve("root.crt"));
    }
    password = properties.getProperty("sslpassword");
    if ("".equals(properties.getProperty("sslcert"))
        || "".equals(properties.getProperty("sslkey"))) {
      return; // how that driver is told to show none
    }
    cert = named("sslcert", properties);
    key = named("sslkey", properties);
    Named usualCert = new Named("sslcert", home.resolve("postgresql.crt"));
    Named usualKey = new Named("sslkey", home.resolve("postgresql.pk8"));
    if (cert != null || key != null) {
      cert = cert == null ? usualCert : cert;
      key = key == null ? usualKey : key;
    } else if (Files.exists(usualCert.file) && Files.exists(usualKey.file)) {
      cert = usualCert;
      key = usualKey;
    }
  }

  private static Named named(String setting, Properties properties) {
    String value = properties.getProperty(setting);
    return value == null || value.isEmpty() ? null : new Named(setting, path(setting, value));
  }

  /** Where that driver has its files unless told otherwise. */
  private static Path home() {
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows")) {
      return Path.of(String.valueOf(System.getenv("APPDATA")), "postgresql");
    }
    return Path.of(System.getProperty("user.home"), ".postgresql");
  }

  private void read(String text) {
    Map<String, String> values = split(text);
    if (values.containsKey("cert") || values.containsKey("key")) {
      cert = null;
      key = null;
    }
    if (values.containsKey("password") && values.containsKey("passwordFile")) {
      throw new ConfigException("either password or passwordFile, not both");
    }
    values.forEach(
        (name, value) -> {
          switch (name) {
            case "trust" -> trust = new Named(name, path(name, value));
            case "cert" -> cert = new Named(name, path(name, value));
            case "key" -> key = new Named(name, path(name, value));
            case "password" -> password = value;
            case "passwordFile" -> passwordFile = new Named(name, path(name, value));
            case "insecureNoHostName" -> checksName = !truth(name, value);
            default -> throw new ConfigException("no setting '" + name + "'; there are " + NAMES);
          }
        });
  }

  private static Map<String, String> split(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String each : text == null ? new String[0] : text.split("[,\r\n]")) {
      String setting = each.strip();
      int equals = setting.indexOf('=');
      if (equals > 0) {
        String name = setting.substring(0, equals).strip();
        if (values.put(name, setting.substring(equals + 1).strip()) != null) {
          throw new ConfigException("the setting '" + name + "' is there twice");
        }
      } else if (!setting.isEmpty()) {
        // Not told what it is, for it may be the rest of a password.
        throw new ConfigException(
            "settings are name=value with commas between, and one has no name");
      }
    }
    return values;
  }

  private static Path path(String setting, String value) {
    if (value.isEmpty()) {
      throw new ConfigException(setting + " names no file");
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new ConfigException(setting + " is no file name: " + e.getMessage(), e);
    }
  }

  private static boolean truth(String setting, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigException(setting + " is true or false, not '" + value + "'");
    };
  }

  private void checkPair() {
    if (key == null && cert != null) {
      throw new ConfigException(cert.setting + " without a key");
    }
    if (cert == null && key != null && !isPkcs12(key.file)) {
      throw new ConfigException(
          key.setting + " " + key.file + " without a certificate, and it is no .p12 or .pfx");
    }
  }

  /** Equal for equal settings, as long as the files stay the same. */
  String key() {
    return new SettingsKey()
        .addFile("trust", file(trust))
        .addFile("cert", file(cert))
        .addFile("key", file(key))
        .addFile("passwordFile", file(passwordFile))
        .add("password", password)
        .add("checksName", checksName)
        .finish();
  }

  private static Path file(Named named) {
    return named == null ? null : named.file;
  }

  /**
   * The configuration of connections with these settings.
   *
   * @throws ConfigException naming the setting and the file that is missing or broken
   */
  TlsConfig config() {
    TlsConfig.Builder config = TlsConfig.builder();
    if (trust != null) {
      config.trust(about(trust, FactorySettings::trust));
    }
    if (key != null) {
      config.credentials(about(key, this::credentials));
    }
    if (!checksName) {
      config.insecureNoHostName();
    }
    return config.build();
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(Path file);
  }

  private static <T> T about(Named named, Reader<T> reader) {
    try {
      return reader.read(named.file);
    } catch (ConfigException e) {
      throw new ConfigException(named.setting + ": " + e.getMessage(), e.getCause());
    }
  }

  private static Trust trust(Path file) {
    return Files.isDirectory(file) ? Trust.directory(file) : Trust.pem(file);
  }

  private Credentials credentials(Path file) {
    char[] secret = password();
    try {
      if (isPkcs12(file)) {
        return Credentials.pkcs12(file, secret);
      }
      byte[] pem = pemOfDer(file);
      if (pem == null) {
        return secret == null
            ? Credentials.pem(cert.file, file)
            : Credentials.pem(cert.file, file, secret);
      }
      try {
        return fromDer(pem, file, secret);
      } finally {
        Arrays.fill(pem, (byte) 0);
      }
    } finally {
      if (secret != null) {
        Arrays.fill(secret, '\0');
      }
    }
  }

  private Credentials fromDer(byte[] key, Path file, char[] secret) {
    byte[] chain;
    try {
      chain = Files.readAllBytes(cert.file);
    } catch (IOException e) {
      throw unreadable(cert, e);
    }
    try {
      return secret == null ? Credentials.pem(chain, key) : Credentials.pem(chain, key, secret);
    } catch (ConfigException e) {
      throw new ConfigException(
          "file " + file + " with file " + cert.file + ": " + e.getMessage(), e.getCause());
    }
  }

  /** The key as PEM if the file is PKCS#8 in DER; null if it is something else. */
  private static byte[] pemOfDer(Path file) {
    byte[] der;
    try {
      der = Files.size(file) > MOST_KEY_BYTES ? new byte[0] : Files.readAllBytes(file);
    } catch (IOException e) {
      return null; // whoever reads it as PEM says why
    }
    try {
      if (der.length < LEAST_KEY_BYTES || der[0] != SEQUENCE) {
        return null;
      }
      int body = (der[1] & 0x80) == 0 ? 2 : 2 + (der[1] & 0x7f);
      if (body >= der.length) {
        return null;
      }
      // A key begins with its version, an encrypted one with the kind of encryption.
      String type = der[body] == SEQUENCE ? "ENCRYPTED PRIVATE KEY" : "PRIVATE KEY";
      byte[] head = ("-----BEGIN " + type + "-----\n").getBytes(StandardCharsets.US_ASCII);
      byte[] tail = ("\n-----END " + type + "-----\n").getBytes(StandardCharsets.US_ASCII);
      byte[] text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
      byte[] pem = Arrays.copyOf(head, head.length + text.length + tail.length);
      System.arraycopy(text, 0, pem, head.length, text.length);
      System.arraycopy(tail, 0, pem, head.length + text.length, tail.length);
      Arrays.fill(text, (byte) 0);
      return pem;
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private char[] password() {
    if (passwordFile == null) {
      return password == null ? null : password.toCharArray();
    }
    try (BufferedReader reader = Files.newBufferedReader(passwordFile.file)) {
      String line = reader.readLine();
      if (line == null) {
        throw new ConfigException(
            passwordFile.setting + ": file " + passwordFile.file + " is empty");
      }
      return line.toCharArray();
    } catch (IOException e) {
      throw unreadable(passwordFile, e);
    }
  }

  private static ConfigException unreadable(Named named, IOException e) {
    String why = e instanceof NoSuchFileException ? "it does not exist" : e.toString();
    return new ConfigException(named.setting + ": cannot read file " + named.file + ": " + why, e);
  }

  private static boolean isPkcs12(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".p12") || name.endsWith(".pfx");
  }

  private static final String NAMES =
      "trust, cert, key, password, passwordFile, insecureNoHostName";
  private static final int MOST_KEY_BYTES = 1 << 20;
  private static final int LEAST_KEY_BYTES = 3;
  private static final byte SEQUENCE = 0x30;
}
