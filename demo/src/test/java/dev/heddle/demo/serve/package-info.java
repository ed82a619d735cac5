/** Serves, and looks at what clients get. */
package dev.heddle.demo.serve;
