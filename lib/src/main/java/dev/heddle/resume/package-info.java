/**
 * What may be resumed, with whom, and until when: the rules for sessions, without bytes of the
 * protocol.
 */
package dev.heddle.resume;
