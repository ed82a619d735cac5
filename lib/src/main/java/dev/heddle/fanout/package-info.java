/**
 * Many connections at once, each plain blocking code on a virtual thread of its own: {@link
 * dev.heddle.fanout.FanOut} holds the limits, a {@link dev.heddle.fanout.Run} hands out results as
 * they come, and when it is closed nothing of it is left.
 */
package dev.heddle.fanout;
