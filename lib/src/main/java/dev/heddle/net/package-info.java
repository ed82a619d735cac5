/**
 * TLS connections for Java: {@link dev.heddle.net.Tls} is the front door, {@link
 * dev.heddle.net.Dialer} connects, {@link dev.heddle.net.TlsListener} accepts, and {@link
 * dev.heddle.net.TlsSocket} is a connection, each of its calls with a limit.
 */
package dev.heddle.net;
