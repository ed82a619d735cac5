/** A program that shows Heddle at work: many connections at once, and one connection by hand. */
package dev.heddle.demo;
