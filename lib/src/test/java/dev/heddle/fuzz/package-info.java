/** What is fuzzed, and the corpora to begin with: {@code lib/docs/fuzzing.md}. */
package dev.heddle.fuzz;
