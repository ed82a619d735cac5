/**
 * What makes tests of networked code deterministic: a clock that stands still until it is told to
 * go on, transports in memory that are slow, cut off or stuck as a script says, and a network of
 * such. Nothing here touches the system's network or waits for the system's clock. All of it is
 * test equipment: no part of the library itself uses it.
 */
package dev.heddle.testing;
