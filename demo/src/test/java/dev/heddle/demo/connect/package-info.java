/** Connects to real servers, and looks at what a user sees. */
package dev.heddle.demo.connect;
