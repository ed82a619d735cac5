/** Tests of the ways to a peer. */
package dev.heddle.dial;
