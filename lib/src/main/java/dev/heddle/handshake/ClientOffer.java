package dev.heddle.handshake;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Our own ClientHello, which a server's answers are held against. What is in an extension is read
 * when it is asked for.
 */
public final class ClientOffer {

  private static final String WHERE = "our own ClientHello";

  private final Octets sessionId;
  private final int[] cipherSuites;
  private final Map<Integer, byte[]> extensions;
  private final CipherSuite session;

  /**
   * A hello that is about to leave.
   *
   * @param sessionId legacy_session_id, which stands for the session if that is one of TLS 1.2
   * @param extensions the bodies, by type; the map is copied, the bodies must not change
   * @param session the suite of the one session that it offers to resume; null if it offers none
   */
  public ClientOffer(
      byte[] sessionId, int[] cipherSuites, Map<Integer, byte[]> extensions, CipherSuite session) {
    this.sessionId = new Octets(sessionId);
    this.cipherSuites = cipherSuites;
    this.extensions = new HashMap<>(extensions);
    this.session = session;
  }

  /** The suite of the session that is offered, if it is one of this version; else null. */
  CipherSuite session(TlsVersion version) {
    return session != null && session.version() == version ? session : null;
  }

  Octets sessionId() {
    return sessionId.again();
  }

  /** Signals such as that of RFC 5746 are among them. */
  boolean offersSuite(int suite) {
    return contains(cipherSuites, suite);
  }

  Set<Integer> extensionTypes() {
    return extensions.keySet();
  }

  boolean offersVersion(int version) {
    return contains(versions(), version);
  }

  /** The versions by their names. */
  String versionsText() {
    return Arrays.stream(versions()).mapToObj(Numbers::version).toList().toString();
  }

  /** Without supported_versions, TLS 1.2 is all we offer. */
  private int[] versions() {
    Octets body = body(ExtensionType.SUPPORTED_VERSIONS);
    try {
      return body == null ? new int[] {TlsVersion.TLS_1_2.code()} : body.vector8(WHERE).u16s(WHERE);
    } catch (BrokenRuleException e) {
      throw unreadable(e);
    }
  }

  boolean offersGroup(int group) {
    return contains(list(ExtensionType.SUPPORTED_GROUPS), group);
  }

  /** What we take in CertificateVerify and ServerKeyExchange. */
  int[] signatureSchemes() {
    return list(ExtensionType.SIGNATURE_ALGORITHMS);
  }

  /** The groups that we have sent a share for. */
  List<Integer> sharedGroups() {
    List<Integer> groups = new ArrayList<>();
    Octets body = body(ExtensionType.KEY_SHARE);
    if (body != null) {
      try {
        Octets shares = body.vector16(WHERE);
        while (!shares.isEmpty()) {
          groups.add(shares.u16(WHERE));
          shares.vector16(WHERE);
        }
      } catch (BrokenRuleException e) {
        throw unreadable(e);
      }
    }
    return groups;
  }

  /** Whether an application protocol is among those we have named (RFC 7301). */
  boolean offersProtocol(Octets name) {
    Octets body = body(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
    if (body != null) {
      try {
        Octets names = body.vector16(WHERE);
        while (!names.isEmpty()) {
          if (names.vector8(WHERE).equalTo(name)) {
            return true;
          }
        }
      } catch (BrokenRuleException e) {
        throw unreadable(e);
      }
    }
    return false;
  }

  /** A list of 16-bit numbers; empty if there is no such extension. */
  private int[] list(ExtensionType type) {
    Octets body = body(type);
    try {
      return body == null ? new int[0] : body.vector16(WHERE).u16s(WHERE);
    } catch (BrokenRuleException e) {
      throw unreadable(e);
    }
  }

  private Octets body(ExtensionType type) {
    byte[] body = extensions.get(type.code());
    return body == null ? null : new Octets(body);
  }

  private static boolean contains(int[] values, int value) {
    for (int each : values) {
      if (each == value) {
        return true;
      }
    }
    return false;
  }

  private static IllegalStateException unreadable(BrokenRuleException e) {
    return new IllegalStateException("we sent what nobody can read", e);
  }
}
