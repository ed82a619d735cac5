package dev.heddle.engine;

import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.Fault;
import dev.heddle.handshake.BrokenRuleException;
import dev.heddle.handshake.ClientSays;
import dev.heddle.handshake.Limits;
import dev.heddle.handshake.Octets;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;

/** Opens to {@code dev.heddle.fuzz} what this package keeps for itself. */
public final class FuzzDoor {

  /** Certificates of a Certificate message. */
  public static List<X509Certificate> certificates(List<byte[]> encoded) throws IOException {
    List<X509Certificate> parsed = new ArrayList<>();
    for (byte[] each : encoded) {
      var certificate =
          (JcaTlsCertificate) Crypto.shared().createCertificate(CertificateType.X509, each);
      parsed.add(certificate.getX509Certificate());
    }
    return parsed;
  }

  /** A ClientHello without its header: held to the rules, and told to the callbacks and bctls. */
  public static ClientHelloInfo clientHello(byte[] body) throws IOException {
    ClientSays says = new ClientSays(new Limits(32, 10), 0x0304, 0x0303);
    says.check(HandshakeType.client_hello, new Octets(body, 0, body.length));
    if (says.version() != 0) {
      Hellos.forBctls(says.hello(), ProtocolVersion.get(3, says.version() & 0xff), true);
    }
    return Hellos.info(says.hello());
  }

  /** An engine that does the same every time, as long as it is fed the same. */
  public static TlsEngine repeatable(TlsConfig config, boolean client, RecordSink sink) {
    Crypto crypto = Crypto.create(new FixedRandom());
    return new TlsEngine(
        config,
        null,
        null,
        crypto,
        client,
        new ReentrantLock(),
        sink,
        (sent, level, description) -> {});
  }

  /** Fails where what was thrown would become a fault of our own. */
  public static void assertBlamesPeer(IOException thrown) {
    if (!(thrown instanceof BrokenRuleException)
        && Faults.of(thrown, null, "fuzzing") instanceof Fault.Internal internal) {
      throw new AssertionError("the peer's bytes are taken for a defect: " + internal, thrown);
    }
  }

  private FuzzDoor() {}
}
