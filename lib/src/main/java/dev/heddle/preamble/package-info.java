/**
 * What is said in the clear before TLS: to a proxy, and to a server whose protocol asks for TLS
 * first (STARTTLS). {@link dev.heddle.preamble.Preamble} is one such conversation, {@link
 * dev.heddle.preamble.Prelude} holds all of them in a row.
 */
package dev.heddle.preamble;
