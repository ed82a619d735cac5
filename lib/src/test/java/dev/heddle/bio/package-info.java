/** Tests of the transports: loopback only, ports picked by the system, and no sleeping. */
package dev.heddle.bio;
