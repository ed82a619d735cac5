/** The conformance adapter: plays scripts on our OpenSSL face and prints what the calls answer. */
package dev.heddle.conformance;
