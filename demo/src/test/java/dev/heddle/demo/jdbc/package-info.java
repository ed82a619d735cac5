/** Tests of the command {@code jdbc}. */
package dev.heddle.demo.jdbc;
