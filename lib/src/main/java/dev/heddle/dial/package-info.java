/**
 * Ways to a peer, without TLS: which addresses a name has ({@link dev.heddle.dial.Resolver}), in
 * which order they are tried ({@link dev.heddle.dial.AddressOrder}), and how several attempts run
 * beside each other ({@link dev.heddle.dial.Race}).
 */
package dev.heddle.dial;
