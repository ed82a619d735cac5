/** {@code heddle-demo connect}: one connection by hand. */
package dev.heddle.demo.connect;
