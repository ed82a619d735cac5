package dev.heddle.fuzz;

import dev.heddle.scripted.FuzzedScript;
import dev.heddle.scripted.FuzzedScript.Edit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/** Honest peers on all kinds of terms, and one edit of each kind. */
final class MessageSeeds {

  static void write(Seeds seeds, boolean client) throws IOException {
    for (int version = 0; version <= FuzzedScript.TLS13; version++) {
      String name = version == 0 ? "tls12" : "tls13";
      seeds.add(name, version, "");
      seeds.add(name + "-certificate", version | FuzzedScript.CLIENT_CERTIFICATE, "");
      seeds.add(name + "-rsa-alpn", version | FuzzedScript.RSA | FuzzedScript.ALPN, "");
      seeds.add(name + "-staple", version | FuzzedScript.STAPLE | FuzzedScript.NO_NAME, "");
      seeds.add(name + "-both", version | FuzzedScript.BOTH_VERSIONS | FuzzedScript.RETRY, "");
      seeds.add(name + "-no-finished", version, edit(FINISHED, Edit.LEFT_OUT));
      seeds.add(name + "-finished-twice", version, edit(FINISHED, Edit.TWICE));
      seeds.add(name + "-no-change", version, edit(CHANGE_CIPHER_SPEC, Edit.LEFT_OUT));
      seeds.add(name + "-change-twice", version, edit(CHANGE_CIPHER_SPEC, Edit.TWICE));
      for (Edit edit : Edit.values()) {
        String title = name + "-" + edit.name().toLowerCase(Locale.ROOT);
        seeds.add(title, version, edit(client ? SERVER_HELLO : CLIENT_HELLO, edit));
      }
    }
  }

  private static byte[] edit(int message, Edit edit) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(message);
    out.write(edit.ordinal());
    out.write(0);
    out.write(16);
    out.write(3);
    out.writeBytes(new byte[] {0, 2, 1});
    return out.toByteArray();
  }

  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 3;
  private static final int FINISHED = 14;
  private static final int CHANGE_CIPHER_SPEC = 17;

  private MessageSeeds() {}
}
