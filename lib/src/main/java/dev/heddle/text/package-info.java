/** How text gets into messages. Knows nothing of TLS, and everything may use it. */
package dev.heddle.text;
