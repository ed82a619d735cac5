/** Tests of the test equipment. */
package dev.heddle.testing;
