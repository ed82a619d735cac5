/**
 * Drivers as their users plug them in: JDBC, HTTP, mail, LDAP and messaging clients over the {@code
 * javax.net.ssl} face, against real servers with TLS. {@link dev.heddle.drivers.DriverMatrix} says
 * what each of them must do.
 */
package dev.heddle.drivers;
