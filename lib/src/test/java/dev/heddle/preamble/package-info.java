/** What is said before TLS, with servers that follow a script. */
package dev.heddle.preamble;
