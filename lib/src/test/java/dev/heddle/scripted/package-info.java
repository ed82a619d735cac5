/**
 * A TLS peer that follows a script, and the rules of the protocol that are tested with it. {@link
 * dev.heddle.scripted.Script} says what the peer does differently from an honest one, {@link
 * dev.heddle.scripted.ProtocolRule} what the other end has to make of it; the lists of rules are in
 * the classes whose names end in {@code Rules}.
 */
package dev.heddle.scripted;
