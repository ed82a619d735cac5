package dev.heddle.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Hashtable;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;

/**
 * OCSP staples on the wire: RFC 6066 section 8 for TLS 1.2, RFC 8446 section 4.4.2.1 for TLS 1.3.
 * What one says is for {@link dev.heddle.chain.ChainCheck} to judge.
 */
final class Staples {

  private Staples() {}

  /**
   * The client's request, which leaves the responder to the server: type ocsp, no responders named,
   * no extensions (RFC 6066 section 8).
   */
  static byte[] request() {
    return new byte[] {CertificateStatusType.ocsp, 0, 0, 0, 0};
  }

  /**
   * The response that came with the server's certificate.
   *
   * @param asked whether we asked; if not, bctls has refused one in TLS 1.2
   * @return in DER; null if there is none
   * @throws TlsFatalAlert if it came unasked or is not what RFC 6066 says
   */
  static byte[] received(TlsServerCertificate server, boolean tls13, boolean asked)
      throws IOException {
    byte[] response = tls13 ? received13(server, asked) : received12(server);
    if (response != null && response.length > MAX_BYTES) {
      throw new TlsFatalAlert(
          AlertDescription.bad_certificate_status_response,
          "an OCSP staple of " + response.length + " bytes, more than " + MAX_BYTES);
    }
    return response;
  }

  private static byte[] received12(TlsServerCertificate server) throws IOException {
    CertificateStatus status = server.getCertificateStatus();
    return status == null ? null : status.getOCSPResponse().getEncoded(ASN1Encoding.DER);
  }

  /** bctls leaves the extensions of an entry alone. Those of issuers' certificates are not used. */
  private static byte[] received13(TlsServerCertificate server, boolean asked) throws IOException {
    CertificateEntry[] entries = server.getCertificate().getCertificateEntryList();
    for (CertificateEntry entry : entries) {
      Map<?, ?> extensions = entry.getExtensions();
      for (Object type : extensions == null ? Map.of().keySet() : extensions.keySet()) {
        // RFC 8446 section 4.2: only what the ClientHello has asked for.
        if (!asked || !type.equals(TlsExtensionsUtils.EXT_status_request)) {
          throw new TlsFatalAlert(
              AlertDescription.unsupported_extension,
              "the server's Certificate has the extension " + type + ", which nobody asked for");
        }
      }
    }
    Map<?, ?> extensions = entries[0].getExtensions();
    Object data = extensions == null ? null : extensions.get(TlsExtensionsUtils.EXT_status_request);
    return data == null ? null : response((byte[]) data);
  }

  /** A CertificateStatus: the type, a length of three bytes, the response. */
  private static byte[] response(byte[] data) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(data);
    try {
      if (TlsUtils.readUint8(in) == CertificateStatusType.ocsp) {
        byte[] response = TlsUtils.readOpaque24(in, 1);
        if (in.available() == 0) {
          return response;
        }
      }
    } catch (IOException e) {
      throw malformed(e);
    }
    throw malformed(null);
  }

  /** RFC 6066 section 8: the alert for a response that will not do. */
  static TlsFatalAlert malformed(Exception cause) {
    return new TlsFatalAlert(
        AlertDescription.bad_certificate_status_response,
        "an OCSP staple that cannot be read",
        cause);
  }

  /** For TLS 1.2: the content of a message of its own, the response as it was given. */
  static CertificateStatus message(byte[] staple) {
    var placeholder = new OCSPResponse(new OCSPResponseStatus(OCSPResponseStatus.TRY_LATER), null);
    return new CertificateStatus(CertificateStatusType.ocsp, placeholder) {
      @Override
      public void encode(OutputStream output) throws IOException {
        TlsUtils.writeUint8(statusType, output);
        TlsUtils.writeOpaque24(staple, output);
      }
    };
  }

  /** For TLS 1.3: the extensions of the leaf's entry. */
  static Hashtable<Integer, byte[]> extensions(byte[] response) {
    byte[] data = new byte[4 + response.length];
    data[0] = (byte) CertificateStatusType.ocsp;
    TlsUtils.writeUint24(response.length, data, 1);
    System.arraycopy(response, 0, data, 4, response.length);
    Hashtable<Integer, byte[]> extensions = new Hashtable<>();
    extensions.put(TlsExtensionsUtils.EXT_status_request, data);
    return extensions;
  }

  /**
   * The longest response that is taken, in bytes. With a responder's certificate one has some two
   * thousand, with the largest signatures of FIPS 204 some twenty thousand.
   */
  static final int MAX_BYTES = 32768;
}
