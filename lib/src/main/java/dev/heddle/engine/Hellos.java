package dev.heddle.engine;

import dev.heddle.config.ClientHelloInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;

/** Reads a ClientHello for the callback that may see it before the handshake does. */
final class Hellos {

  /** Parses a whole ClientHello message, header included (RFC 8446 section 4.1.2). */
  static ClientHelloInfo clientHello(byte[] message) throws IOException {
    ByteArrayInputStream body =
        new ByteArrayInputStream(message, MESSAGE_HEADER, message.length - MESSAGE_HEADER);
    ClientHello hello = ClientHello.parse(body, null);
    Hashtable<?, ?> extensions = hello.getExtensions();
    return new ClientHelloInfo(
        hello.getVersion().getFullVersion(),
        hello.getRandom(),
        hello.getSessionID(),
        ints(hello.getCipherSuites()),
        copy(extensions),
        serverName(extensions),
        alpn(extensions),
        versions(extensions));
  }

  private static List<Integer> ints(int[] values) {
    List<Integer> list = new ArrayList<>(values.length);
    for (int value : values) {
      list.add(value);
    }
    return list;
  }

  private static Map<Integer, byte[]> copy(Hashtable<?, ?> extensions) {
    Map<Integer, byte[]> copy = new LinkedHashMap<>();
    if (extensions != null) {
      extensions.forEach((type, data) -> copy.put((Integer) type, ((byte[]) data).clone()));
    }
    return copy;
  }

  private static String serverName(Hashtable<?, ?> extensions) throws IOException {
    return extensions == null
        ? null
        : serverName(TlsExtensionsUtils.getServerNameExtensionClient(extensions));
  }

  /** The host_name of a server_name extension (RFC 6066 section 3); null if there is none. */
  static String serverName(Vector<?> names) throws IOException {
    if (names == null) {
      return null;
    }
    for (Object each : names) {
      ServerName name = (ServerName) each;
      if (name.getNameType() == NameType.host_name) {
        return ascii(name.getNameData());
      }
    }
    return null;
  }

  private static String ascii(byte[] data) throws IOException {
    StringBuilder text = new StringBuilder(data.length);
    for (byte b : data) {
      if (b <= 0x20 || b == 0x7f) {
        throw new TlsFatalAlert(
            AlertDescription.illegal_parameter, "server_name is not a DNS name in ASCII");
      }
      text.append((char) b);
    }
    return text.toString();
  }

  private static List<String> alpn(Hashtable<?, ?> extensions) throws IOException {
    Vector<?> names =
        extensions == null ? null : TlsExtensionsUtils.getALPNExtensionClient(extensions);
    List<String> list = new ArrayList<>();
    if (names != null) {
      list.addAll(Wire.texts(names));
    }
    return list;
  }

  private static List<Integer> versions(Hashtable<?, ?> extensions) throws IOException {
    ProtocolVersion[] versions =
        extensions == null
            ? null
            : TlsExtensionsUtils.getSupportedVersionsExtensionClient(extensions);
    List<Integer> list = new ArrayList<>();
    if (versions != null) {
      for (ProtocolVersion version : versions) {
        list.add(version.getFullVersion());
      }
    }
    return list;
  }

  private static final int MESSAGE_HEADER = 4;

  private Hellos() {}
}
