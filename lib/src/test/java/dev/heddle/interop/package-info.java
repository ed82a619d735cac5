/**
 * Connections with real peers: openssl, the JDK and ourselves, through one harness. {@link
 * dev.heddle.interop.Scenarios} says what every peer is put through.
 */
package dev.heddle.interop;
