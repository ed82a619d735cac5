/**
 * This library in Jetty's server: ALPN over its engines, which HTTP/2 comes by. Nobody needs Jetty
 * to use the rest of the library.
 */
package dev.heddle.jsse.jetty;
