/**
 * The one driver between an engine and its transport, for every face: {@link
 * dev.heddle.loop.Loop}'s class comment draws both halves and their locks.
 */
package dev.heddle.loop;
