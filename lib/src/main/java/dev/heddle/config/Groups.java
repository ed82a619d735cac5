package dev.heddle.config;

import java.util.List;

/** Lists of groups as OpenSSL spells them. */
public final class Groups {

  private Groups() {}

  /** A list of groups: {@code SSL_CTX_set1_groups_list(3)}. */
  public static List<NamedGroup> parse(String list) {
    throw new UnsupportedOperationException("not yet");
  }
}
