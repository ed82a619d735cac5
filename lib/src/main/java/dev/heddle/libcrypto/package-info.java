/**
 * What the system's OpenSSL computes for us where it may be called: {@link
 * dev.heddle.libcrypto.Libcrypto} finds it, and each primitive is a class over it. Whoever uses one
 * has another way to the same result.
 */
package dev.heddle.libcrypto;
