/** Runs the program as a user does, inside the test's JVM. */
package dev.heddle.demo;
