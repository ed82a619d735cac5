/**
 * The OpenSSL face: {@link dev.heddle.ssl.SslContext} is an SSL_CTX, {@link dev.heddle.ssl.Ssl} an
 * SSL. Methods carry OpenSSL's names in Java spelling and answer what its manual says; {@link
 * dev.heddle.ssl.Ssl#getError} explains a result and {@link dev.heddle.ssl.ErrorQueue} holds the
 * reasons.
 */
package dev.heddle.ssl;
