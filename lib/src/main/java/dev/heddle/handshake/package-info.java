/**
 * What the peer's handshake messages must look like, as the RFCs say and beyond what bctls looks
 * at: bytes in, nothing or the rule that was broken out. Knows neither bctls nor connections.
 */
package dev.heddle.handshake;
