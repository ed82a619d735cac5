/**
 * What a connection is to be: {@link dev.heddle.config.TlsConfig} with safe defaults, the {@link
 * dev.heddle.config.Credentials} of this end, the {@link dev.heddle.config.Trust} in others, and
 * lists as OpenSSL spells them.
 *
 * <p>Everything here is immutable and safe for use by several threads. A null argument is refused
 * with {@link java.lang.NullPointerException} unless said otherwise; anything else that cannot be
 * used, with {@link dev.heddle.config.ConfigException}, which names it.
 */
package dev.heddle.config;
