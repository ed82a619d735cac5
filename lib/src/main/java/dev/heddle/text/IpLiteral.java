package dev.heddle.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** IP addresses as text, without the JDK's resolver, which takes more forms and may ask the DNS. */
public final class IpLiteral {

  private IpLiteral() {}

  /**
   * The bytes of an address.
   *
   * @param text dotted decimal (four parts, no leading zeros), or RFC 4291 section 2.2, which may
   *     be in brackets and may have a zone
   * @return 4 or 16 bytes, an IPv4-mapped address as 4; null if the text is no address
   */
  public static byte[] parse(String text) {
    if (text.indexOf(':') < 0) {
      return v4(text);
    }
    String bare = text;
    if (bare.startsWith("[") && bare.endsWith("]")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    int zone = bare.indexOf('%');
    if (zone == bare.length() - 1) {
      return null;
    }
    byte[] address = v6(zone < 0 ? bare : bare.substring(0, zone));
    return address != null && isMapped(address) ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  /** The address in the usual form: dotted decimal, or RFC 5952. */
  public static String text(byte[] address) {
    if (address.length == 4) {
      return (address[0] & 0xFF)
          + "."
          + (address[1] & 0xFF)
          + "."
          + (address[2] & 0xFF)
          + "."
          + (address[3] & 0xFF);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (address[2 * i] & 0xFF) << 8 | address[2 * i + 1] & 0xFF;
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (i > 0 && i != start + length) {
        text.append(':');
      } else if (i > 0 && start < 0) {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  private static byte[] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      String part = parts[i];
      if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
        return null;
      }
      address[i] = (byte) Integer.parseInt(part);
    }
    return address;
  }

  private static byte[] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] whole = groups(text);
      return whole != null && whole.length == 16 ? whole : null;
    }
    byte[] head = groups(text.substring(0, gap));
    byte[] tail = groups(text.substring(gap + 2));
    // "::" stands for one group of zeros at least.
    if (head == null || tail == null || head.length + tail.length > 14) {
      return null;
    }
    if (text.substring(0, gap).indexOf('.') >= 0) {
      return null;
    }
    byte[] address = new byte[16];
    System.arraycopy(head, 0, address, 0, head.length);
    System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
    return address;
  }

  private static byte[] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    List<Byte> bytes = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (i == parts.length - 1 && part.indexOf('.') >= 0) {
        byte[] v4 = v4(part);
        if (v4 == null) {
          return null;
        }
        for (byte b : v4) {
          bytes.add(b);
        }
      } else if (part.matches("[0-9a-fA-F]{1,4}")) {
        int group = Integer.parseInt(part, 16);
        bytes.add((byte) (group >>> 8));
        bytes.add((byte) group);
      } else {
        return null;
      }
    }
    byte[] array = new byte[bytes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes.get(i);
    }
    return array;
  }

  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[10] == (byte) 0xFF && address[11] == (byte) 0xFF;
  }
}
