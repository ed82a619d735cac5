/**
 * This library in MariaDB Connector/J: its TLS plug-in by the name of "Heddle". Nobody needs the
 * driver to use the rest of the library.
 */
package dev.heddle.jsse.mariadb;
