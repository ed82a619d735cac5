package dev.heddle.chain;

import java.util.Arrays;
import org.bouncycastle.asn1.x509.GeneralName;

/** An iPAddress: four octets, or sixteen. */
record IpName(byte[] address) implements ComparedName {

  static IpName of(byte[] octets) throws BadNameException {
    if (octets.length != 4 && octets.length != 16) {
      throw new BadNameException("an address has 4 or 16 octets, not " + octets.length);
    }
    return new IpName(octets);
  }

  /** An address and a mask of the same length; the mask is that of a CIDR block (RFC 4632). */
  static Net net(byte[] octets) throws BadNameException {
    if (octets.length != 8 && octets.length != 32) {
      throw new BadNameException(
          "an address and its mask have 8 or 32 octets, not " + octets.length);
    }
    byte[] address = Arrays.copyOf(octets, octets.length / 2);
    byte[] mask = Arrays.copyOfRange(octets, octets.length / 2, octets.length);
    boolean host = false;
    for (int bit = 0; bit < mask.length * 8; bit++) {
      boolean set = (mask[bit / 8] & 0x80 >> bit % 8) != 0;
      if (set && host) {
        throw new BadNameException("the mask has ones after zeros");
      }
      host = !set;
    }
    return new Net(address, mask);
  }

  @Override
  public int form() {
    return GeneralName.iPAddress;
  }

  /** A block of addresses of one length. */
  record Net(byte[] address, byte[] mask) implements Subtree {

    @Override
    public int form() {
      return GeneralName.iPAddress;
    }

    @Override
    public boolean holds(ComparedName name) {
      byte[] other = ((IpName) name).address;
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < mask.length; i++) {
        if (((address[i] ^ other[i]) & mask[i]) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
