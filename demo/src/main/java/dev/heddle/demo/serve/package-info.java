/** {@code heddle-demo serve}: a server to try clients against. */
package dev.heddle.demo.serve;
