/** The documents say what is true, and their examples run. */
package dev.heddle.docs;
