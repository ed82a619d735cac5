/**
 * What the plug-ins of drivers have in common. Drivers ask for a factory with each connection, and
 * say with names and files what it is to be like; equal settings get one context, so that sessions
 * are resumed.
 */
package dev.heddle.jsse.plug;
