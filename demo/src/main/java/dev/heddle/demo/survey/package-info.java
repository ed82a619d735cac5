/** The command {@code fanout}: looks at many servers of others, and tells what it found. */
package dev.heddle.demo.survey;
