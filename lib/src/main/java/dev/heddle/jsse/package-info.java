/**
 * The {@code javax.net.ssl} face: drivers take a {@link dev.heddle.jsse.HeddleSocketFactory}, or an
 * {@code SSLContext} of {@link dev.heddle.jsse.HeddleProvider}, as they take the JDK's.
 */
package dev.heddle.jsse;
