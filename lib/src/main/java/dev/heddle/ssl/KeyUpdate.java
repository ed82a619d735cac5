package dev.heddle.ssl;

/** The kinds of key update of SSL_key_update(3), RFC 8446 section 4.6.3. */
public enum KeyUpdate {
  /** Only our sending key changes (SSL_KEY_UPDATE_NOT_REQUESTED). */
  NOT_REQUESTED,
  /** The peer is asked to change its key too (SSL_KEY_UPDATE_REQUESTED). */
  REQUESTED
}
