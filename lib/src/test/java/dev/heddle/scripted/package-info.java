/**
 * A TLS peer that follows a script, and the rules of the protocol that are tested with it.
 *
 * <p>{@link dev.heddle.scripted.Script} says what the peer does differently from an honest one,
 * {@link dev.heddle.scripted.ProtocolRule} what the other end has to make of it. A new rule is one
 * entry in the class of its topic, whose name ends in {@code Rules}; a new topic is one line in
 * {@link dev.heddle.scripted.RuleTables} and a heading in {@code docs/rules.md}. {@link
 * dev.heddle.scripted.ProtocolRulesTest} runs them, and with {@code -Dheddle.rules=write} writes
 * the tables.
 *
 * <p>The peer is written over the JDK's crypto alone, because it has to be able to say anything.
 * {@link dev.heddle.scripted.HonestTest} shows that without a script nothing is wrong with it.
 */
package dev.heddle.scripted;
