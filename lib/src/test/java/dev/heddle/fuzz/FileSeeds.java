package dev.heddle.fuzz;

import dev.heddle.support.OpenSsl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** PEM and PKCS#12 files, as {@code openssl} writes them, with little work in those encrypted. */
final class FileSeeds {

  private static final byte[] IDENTITY = Fixed.file("server");

  static void pem(Seeds pem) throws IOException {
    pem.add("identity", IDENTITY);
    pem.add("rsa-identity", Fixed.file("rsa-server"));
    pem.add("pkcs1", openssl(Fixed.file("rsa-server"), "pkey -traditional"));
    pem.add("sec1", openssl(IDENTITY, "pkey -traditional"));
    pem.add("ec-parameters", openssl(IDENTITY, "ecparam -name prime256v1 -genkey"));
    pem.add("ed25519", openssl(IDENTITY, "genpkey -algorithm ed25519"));
    pem.add("dek-info", openssl(IDENTITY, "pkey -traditional -aes128 -passout pass:fuzz"));
    pem.add("dek-info-des", openssl(IDENTITY, "pkey -traditional -des3 -passout pass:fuzz"));
    String pkcs8 = "pkcs8 -topk8 -iter 16 -passout pass:fuzz ";
    pem.add("pbes2", openssl(IDENTITY, pkcs8 + "-v2 aes-256-cbc"));
    pem.add("pbes2-sha1", openssl(IDENTITY, pkcs8 + "-v2 des3 -v2prf hmacWithSHA1"));
    pem.add("pkcs12-pbe", openssl(IDENTITY, pkcs8 + "-v1 PBE-SHA1-3DES"));
  }

  static void pkcs12(Seeds pkcs12) throws IOException {
    String export = "pkcs12 -export -passout pass:fuzz -iter 16 -name one ";
    pkcs12.add("pbes2", openssl(IDENTITY, export + "-macalg sha256"));
    pkcs12.add("old", openssl(IDENTITY, export + "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES"));
    pkcs12.add("plain", openssl(IDENTITY, export + "-keypbe NONE -certpbe NONE -nomaciter"));
    pkcs12.add("no-mac", openssl(IDENTITY, export + "-keypbe NONE -certpbe NONE -nomac"));
  }

  /** What the program answers to this input. */
  private static byte[] openssl(byte[] input, String words) throws IOException {
    List<String> command = new ArrayList<>(List.of(OpenSsl.program().toString()));
    command.addAll(List.of(words.split(" ")));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // It need not read what it has no use for.
    }
    byte[] output = process.getInputStream().readAllBytes();
    if (output.length == 0) {
      throw new IOException("openssl says nothing to " + words);
    }
    return output;
  }

  private FileSeeds() {}
}
