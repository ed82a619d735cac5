package dev.heddle.fuzz;

import java.io.IOException;

/** Texts of a configuration: one of every form that the parsers know. */
final class ListSeeds {

  static void write(Seeds seeds) throws IOException {
    seeds.add("ciphers-default", 0, "DEFAULT:!aNULL:-AES256:+AES128:@STRENGTH:@SECLEVEL=2");
    seeds.add("ciphers-names", 0, "ECDHE-RSA-AES128-GCM-SHA256,ECDHE+AESGCM ECDHE+CHACHA20");
    seeds.add("ciphers-cbc", 0, "ECDHE-ECDSA-AES128-SHA:TLS_RSA_WITH_AES_128_CBC_SHA:!MD5");
    seeds.add("suites13", 1, "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256");
    seeds.add("groups", 2, "X25519MLKEM768:x25519:?nonesuch:P-256:secp384r1");
    seeds.add("sigalgs", 3, "ECDSA+SHA256:RSA-PSS+SHA256:ed25519:?rsa_pkcs1_sha512:RSA+SHA384");
    seeds.add("version", 4, " TLSv1.3 ");
    seeds.add("host-dns", 5, "db_1.Example.com.");
    seeds.add("host-ipv4", 5, "192.0.2.7");
    seeds.add("host-ipv6", 5, "[2001:db8::7%eth0]");
    seeds.add("host-mapped", 5, "::ffff:192.0.2.7");
    seeds.add("pin", 6, "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    seeds.add("alpn", 7, "h2,http/1.1");
    seeds.add("server-name", 8, "xn--bcher-kva.example");
    seeds.add("server-name-ip", 8, "fe80::1%eth0");
    seeds.add("address", 9, "[2001:db8::7]:443");
    seeds.add("address-any", 9, "*:443");
  }

  private ListSeeds() {}
}
