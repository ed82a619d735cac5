package dev.heddle.engine;

import dev.heddle.config.ClientHelloInfo;
import dev.heddle.handshake.ClientHello;
import dev.heddle.handshake.Octets;
import dev.heddle.handshake.OfferedPsks;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsExtensionsUtils;

/** A ClientHello in the terms of others: of the callbacks, and of bctls. */
final class Hellos {

  /** What the callbacks see. */
  static ClientHelloInfo info(ClientHello hello) throws IOException {
    Map<Integer, byte[]> extensions = new LinkedHashMap<>();
    for (int type : hello.extensions().types()) {
      extensions.put(type, hello.extensions().body(type).bytes());
    }
    return new ClientHelloInfo(
        hello.legacyVersion(),
        hello.random().bytes(),
        hello.sessionId().bytes(),
        list(hello.cipherSuites()),
        extensions,
        hello.serverName(),
        hello.protocols(),
        list(offeredVersions(hello)));
  }

  /** Those of supported_versions; without that the legacy version. */
  static int[] offeredVersions(ClientHello hello) throws IOException {
    int[] versions = hello.supportedVersions();
    return versions == null ? new int[] {hello.legacyVersion()} : versions;
  }

  private static List<Integer> list(int... values) {
    return IntStream.of(values).boxed().toList();
  }

  /**
   * What bctls sees of a hello whose rules have been kept: the extensions that it acts upon and no
   * other, since it would read those, too, and stumble over some. What its readers of lists make
   * exceptions of is left out. A session is found by its ticket alone, but bctls compares what the
   * client says of its age, too, and expects zeros (TlsUtils.java:6154).
   *
   * @param version what is agreed on
   * @param resumes whether the server is going to pick one of the pre-shared keys
   */
  static org.bouncycastle.tls.ClientHello forBctls(
      ClientHello hello, ProtocolVersion version, boolean resumes) throws IOException {
    Hashtable<Integer, byte[]> extensions = new Hashtable<>();
    for (int type : HANDED_ON) {
      Octets body = hello.extensions().body(type);
      if (body != null) {
        extensions.put(type, body.bytes());
      }
    }
    byte[] status = extensions.get(ExtensionType.status_request);
    if (status != null && status[0] != CertificateStatusType.ocsp) {
      extensions.remove(ExtensionType.status_request);
    } else if (status != null) {
      // The responders it names are encoded by the client, and nobody asks for them.
      extensions.put(ExtensionType.status_request, Staples.request());
    }
    if (version.equals(ProtocolVersion.TLSv13)) {
      extensions.remove(ExtensionType.ec_point_formats);
    }
    extensions.computeIfPresent(
        ExtensionType.pre_shared_key,
        (type, body) -> resumes ? OfferedPsks.withoutAges(body) : null);
    if (hello.supportedVersions() != null) {
      TlsExtensionsUtils.addSupportedVersionsExtensionClient(extensions, known(hello));
    }
    return new org.bouncycastle.tls.ClientHello(
        legacyVersion(hello),
        hello.random().bytes(),
        hello.sessionId().bytes(),
        null,
        hello.cipherSuites(),
        extensions,
        -1);
  }

  /**
   * RFC 8446 section 4.2.1: beside supported_versions nothing depends on this field, and without a
   * number that is too high stands for TLS 1.2. bctls refuses major numbers other than 3.
   */
  private static ProtocolVersion legacyVersion(ClientHello hello) {
    int code = hello.legacyVersion();
    return code >> 8 == 3 ? ProtocolVersion.get(3, code & 0xff) : ProtocolVersion.TLSv12;
  }

  /** Numbers that mean nothing to bctls are left out; of some it makes exceptions. */
  private static ProtocolVersion[] known(ClientHello hello) throws IOException {
    return Arrays.stream(hello.supportedVersions())
        .filter(code -> code >= 0x0300 && code <= 0x0304)
        .mapToObj(code -> ProtocolVersion.get(3, code & 0xff))
        .toArray(ProtocolVersion[]::new);
  }

  private static final int[] HANDED_ON = {
    ExtensionType.max_fragment_length,
    ExtensionType.status_request,
    ExtensionType.supported_groups,
    ExtensionType.ec_point_formats,
    ExtensionType.signature_algorithms,
    ExtensionType.application_layer_protocol_negotiation,
    ExtensionType.encrypt_then_mac,
    ExtensionType.extended_master_secret,
    ExtensionType.session_ticket,
    ExtensionType.pre_shared_key,
    ExtensionType.cookie,
    ExtensionType.psk_key_exchange_modes,
    ExtensionType.signature_algorithms_cert,
    ExtensionType.key_share,
    ExtensionType.renegotiation_info
  };

  private Hellos() {}
}
