/** A page about a run of many connections: what it is made of, its charts, and the page itself. */
package dev.heddle.demo.report;
