package dev.heddle.scripted;

import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.scripted.ProtocolRule.client12;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.NamedGroup;
import dev.heddle.scripted.Messages.ClientHello;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Shares that are none: of the wrong form or length, off the curve, of low order, unreduced. */
final class ShareRules {

  private static final int ML_KEM_768_KEY = 1184;
  private static final int ML_KEM_768_CIPHERTEXT = 1088;
  private static final int X25519_MLKEM768 = 0x11EC;

  private ShareRules() {}

  static List<ProtocolRule> all() {
    List<ProtocolRule> rules = new ArrayList<>();
    point(rules, "a compressed point", ShareRules::compressed);
    point(rules, "the point at infinity", point -> new byte[] {0});
    point(rules, "a point off the curve", point -> Bytes.flip(point, 64));
    point(rules, "a point with a coordinate above the prime", ShareRules::unreduced);
    point(rules, "a point that is too long", point -> Arrays.copyOf(point, 66));
    point(rules, "a point that is too short", point -> Arrays.copyOf(point, 64));
    point(rules, "a hybrid form of a point", point -> with(point, 0, 6 + (point[64] & 1)));
    x25519(rules, "an X25519 share of zero", share -> new byte[32]);
    x25519(rules, "an X25519 share of one", share -> with(new byte[32], 0, 1));
    x25519(rules, "an X25519 share of order 8", share -> ORDER_8.clone());
    x25519(rules, "an X25519 share that is too long", share -> Arrays.copyOf(share, 33));
    x25519(rules, "an X25519 share that is too short", share -> Arrays.copyOf(share, 31));
    hybrid(rules);
    return rules;
  }

  private static void point(List<ProtocolRule> rules, String what, UnaryOperator<byte[]> change) {
    String shares = "RFC 8446 4.2.8.2";
    String points = "RFC 8422 5.11";
    rules.add(client13(what, shares, ILLEGAL_PARAMETER, fromServer13(KeyShare.P_256, change)));
    rules.add(
        server13(what, shares, ILLEGAL_PARAMETER, fromClient13(KeyShare.P_256, change))
            .terms(terms -> terms.groups(NamedGroup.P_256)));
    rules.add(client12(what, points, ILLEGAL_PARAMETER, fromServer12(KeyShare.P_256, change)));
    rules.add(
        server12(what, points, ILLEGAL_PARAMETER, fromClient12(change).clientHello(onlyP256()))
            .terms(terms -> terms.groups(NamedGroup.P_256)));
  }

  private static void x25519(List<ProtocolRule> rules, String what, UnaryOperator<byte[]> change) {
    String shares = "RFC 8446 7.4.2";
    String points = "RFC 8422 5.11";
    rules.add(client13(what, shares, ILLEGAL_PARAMETER, fromServer13(KeyShare.X25519, change)));
    rules.add(server13(what, shares, ILLEGAL_PARAMETER, fromClient13(KeyShare.X25519, change)));
    rules.add(client12(what, points, ILLEGAL_PARAMETER, fromServer12(KeyShare.X25519, change)));
    rules.add(server12(what, points, ILLEGAL_PARAMETER, fromClient12(change)));
  }

  /** The draft of ECDHE with ML-KEM has both checks of FIPS 203 section 7.2 and of X25519. */
  private static void hybrid(List<ProtocolRule> rules) {
    String source = "draft-ietf-tls-ecdhe-mlkem 4.1";
    byte[] unreduced = new byte[ML_KEM_768_KEY + 32];
    Arrays.fill(unreduced, (byte) 0xff);
    byte[] lowOrder = new byte[ML_KEM_768_KEY + 32];
    rules.add(toServer("an ML-KEM key that is not reduced", source, unreduced));
    rules.add(toServer("an ML-KEM key beside X25519's zero", source, lowOrder));
    rules.add(toServer("a hybrid share too short", source, new byte[ML_KEM_768_KEY + 31]));
    rules.add(toServer("a hybrid share too long", source, new byte[ML_KEM_768_KEY + 33]));
    int length = ML_KEM_768_CIPHERTEXT + 32;
    rules.add(toClient("an ML-KEM ciphertext beside X25519's zero", source, new byte[length]));
    rules.add(toClient("a hybrid share too short", source, new byte[length - 1]));
    rules.add(toClient("a hybrid share too long", source, new byte[length + 1]));
  }

  private static ProtocolRule toServer(String what, String source, byte[] share) {
    return server13(
            what,
            source,
            ILLEGAL_PARAMETER,
            honest()
                .clientHello(
                    hello -> {
                      hello.extensions.set(
                          Extensions.SUPPORTED_GROUPS,
                          Bytes.of().vec16(list -> list.u16(X25519_MLKEM768)).done());
                      hello.extensions.set(Extensions.KEY_SHARE, shares(X25519_MLKEM768, share));
                    }))
        .terms(terms -> terms.groups(NamedGroup.X25519MLKEM768));
  }

  private static ProtocolRule toClient(String what, String source, byte[] share) {
    return client13(
            what,
            source,
            ILLEGAL_PARAMETER,
            honest()
                .serverHello(
                    hello ->
                        hello.extensions.set(Extensions.KEY_SHARE, entry(X25519_MLKEM768, share))))
        .terms(terms -> terms.groups(NamedGroup.X25519MLKEM768, NamedGroup.X25519));
  }

  private static Script fromServer13(int group, UnaryOperator<byte[]> change) {
    // A client sends the share of its first group; P-256 is asked for.
    Script script = group == KeyShare.X25519 ? honest() : honest().group(group).retry();
    return script.serverHello(
        hello -> {
          byte[] share = hello.extensions.get(Extensions.KEY_SHARE);
          hello.extensions.set(
              Extensions.KEY_SHARE,
              entry(group, change.apply(Arrays.copyOfRange(share, 4, share.length))));
        });
  }

  private static Script fromClient13(int group, UnaryOperator<byte[]> change) {
    return honest()
        .group(group)
        .clientHello(
            hello -> {
              byte[] list = hello.extensions.get(Extensions.KEY_SHARE);
              hello.extensions.set(
                  Extensions.KEY_SHARE,
                  shares(group, change.apply(Arrays.copyOfRange(list, 6, list.length))));
            });
  }

  private static Script fromServer12(int group, UnaryOperator<byte[]> change) {
    return honest()
        .group(group)
        .serverKeyExchange(exchange -> exchange.point = change.apply(exchange.point));
  }

  private static Script fromClient12(UnaryOperator<byte[]> change) {
    return honest().clientKeyExchange(exchange -> exchange.point = change.apply(exchange.point));
  }

  private static Consumer<ClientHello> onlyP256() {
    return hello ->
        hello.extensions.set(
            Extensions.SUPPORTED_GROUPS, Bytes.of().vec16(list -> list.u16(KeyShare.P_256)).done());
  }

  private static byte[] entry(int group, byte[] share) {
    return Bytes.of().u16(group).vec16(share).done();
  }

  private static byte[] shares(int group, byte[] share) {
    return Bytes.of().vec16(list -> list.u16(group).vec16(share)).done();
  }

  private static byte[] compressed(byte[] point) {
    return with(Arrays.copyOf(point, 33), 0, 2 + (point[64] & 1));
  }

  private static byte[] unreduced(byte[] point) {
    byte[] result = point.clone();
    Arrays.fill(result, 1, 33, (byte) 0xff);
    return result;
  }

  private static byte[] with(byte[] value, int index, int octet) {
    byte[] result = value.clone();
    result[index] = (byte) octet;
    return result;
  }

  /** A point of order 8 on Curve25519 (RFC 7748 section 6.1 has them refused by the result). */
  private static final byte[] ORDER_8 =
      HexFormat.of().parseHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
}
