/** The processes that the command {@code bench} measures, as far as they are JVMs. */
package dev.heddle.demo.bench.peer;
