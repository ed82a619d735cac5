/** Tests of many connections at once, most of them on a network in memory. */
package dev.heddle.fanout;
