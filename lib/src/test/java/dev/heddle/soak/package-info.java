/** A long run of many connections to which things happen; {@link dev.heddle.soak.Soak} runs it. */
package dev.heddle.soak;
