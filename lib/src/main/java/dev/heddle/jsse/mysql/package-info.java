/**
 * This library in MySQL Connector/J: a socket factory for its {@code socketFactory} option. Nobody
 * needs the driver to use the rest of the library.
 */
package dev.heddle.jsse.mysql;
