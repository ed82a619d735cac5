/** How text gets into messages, and addresses out of text. Knows no TLS; everything may use it. */
package dev.heddle.text;
