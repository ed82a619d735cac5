/** The house rules, held by tests over the class files and the sources. */
package dev.heddle.rules;
