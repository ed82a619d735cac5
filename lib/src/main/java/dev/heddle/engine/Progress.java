package dev.heddle.engine;

import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Phase;
import org.bouncycastle.tls.HandshakeType;

/** Names where a handshake stands, by the last message that came. */
final class Progress {

  static String awaiting(boolean client, EndRules rules) {
    return client ? fromServer(rules) : fromClient(rules);
  }

  private static String fromServer(EndRules rules) {
    return switch (rules.lastMessage) {
      case HandshakeType.server_hello -> rules.tls13 ? afterServerHello13(rules) : "Certificate";
      case HandshakeType.encrypted_extensions -> "Certificate";
      case HandshakeType.certificate_request -> rules.tls13 ? "Certificate" : "ServerHelloDone";
      case HandshakeType.certificate -> rules.tls13 ? "CertificateVerify" : "ServerKeyExchange";
      case HandshakeType.certificate_status -> "ServerKeyExchange";
      case HandshakeType.server_key_exchange -> "ServerHelloDone";
      case HandshakeType.certificate_verify,
          HandshakeType.server_hello_done,
          HandshakeType.new_session_ticket,
          HandshakeType.finished ->
          "Finished";
      default -> "ServerHello";
    };
  }

  private static String afterServerHello13(EndRules rules) {
    return rules.helloRetried ? "ServerHello" : "EncryptedExtensions";
  }

  private static String fromClient(EndRules rules) {
    boolean requested = rules.config.verifyMode(false) != VerifyMode.NONE;
    return switch (rules.lastMessage) {
      case HandshakeType.client_hello -> afterClientHello(rules, requested);
      case HandshakeType.certificate ->
          !rules.tls13
              ? "ClientKeyExchange"
              : rules.peerChain.isEmpty() ? "Finished" : "CertificateVerify";
      case HandshakeType.client_key_exchange ->
          rules.peerChain.isEmpty() ? "Finished" : "CertificateVerify";
      case HandshakeType.certificate_verify, HandshakeType.finished -> "Finished";
      default -> "ClientHello";
    };
  }

  private static String afterClientHello(EndRules rules, boolean requested) {
    if (rules.helloRetried) {
      return "ClientHello";
    }
    if (rules.resumed != null) {
      return "Finished";
    }
    return requested ? "Certificate" : rules.tls13 ? "Finished" : "ClientKeyExchange";
  }

  static Phase phase(boolean client, EndRules rules) {
    if (rules.handshakeDone) {
      return Phase.DATA;
    }
    return switch (awaiting(client, rules)) {
      case "ServerHello", "ClientHello" -> Phase.HELLO;
      case "Finished" -> client && rules.tls13 ? Phase.SERVER_AUTH : Phase.FINISH;
      default -> client ? Phase.SERVER_AUTH : Phase.CLIENT_AUTH;
    };
  }

  private Progress() {}
}
