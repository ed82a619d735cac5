/**
 * What can go wrong, as data: a sealed {@link dev.heddle.fault.Fault} inside every failure, a
 * {@link dev.heddle.fault.FailureReport} with its circumstances, and the two exceptions that carry
 * them.
 */
package dev.heddle.fault;
