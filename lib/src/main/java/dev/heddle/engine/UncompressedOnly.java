package dev.heddle.engine;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * An agreement on a curve whose points are sent as two coordinates (RFC 8446 section 4.2.8.2, RFC
 * 8422 section 5.4.1). bctls decodes compressed points too, and the point at infinity.
 */
record UncompressedOnly(TlsAgreement agreement, int group) implements TlsAgreement {

  private static final int UNCOMPRESSED = 4;

  @Override
  public byte[] generateEphemeral() throws IOException {
    return agreement.generateEphemeral();
  }

  @Override
  public void receivePeerValue(byte[] point) throws IOException {
    int coordinate = (NamedGroup.getCurveBits(group) + 7) / 8;
    if (point.length != 1 + 2 * coordinate || point[0] != UNCOMPRESSED) {
      throw new TlsFatalAlert(
          AlertDescription.illegal_parameter,
          "the peer's share is not an uncompressed point on " + NamedGroup.getName(group));
    }
    agreement.receivePeerValue(point);
  }

  @Override
  public TlsSecret calculateSecret() throws IOException {
    return agreement.calculateSecret();
  }
}
