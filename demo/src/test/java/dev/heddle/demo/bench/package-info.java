/** Tests of the command {@code bench}. */
package dev.heddle.demo.bench;
