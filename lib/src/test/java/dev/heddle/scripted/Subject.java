package dev.heddle.scripted;

import dev.heddle.fault.Alert;

/** The end under test, fed with bytes. It uses no thread and no socket. */
interface Subject extends AutoCloseable {

  /** Makes one on such terms. */
  interface Maker {
    Subject make(Terms terms);
  }

  /** What it says before it has heard anything. */
  byte[] start();

  /** What it answers to these bytes. */
  byte[] take(byte[] bytes);

  /** What it answers to the end of the transport. */
  byte[] end();

  /** The bytes that carry such application data. */
  byte[] write(byte[] data);

  /** The bytes that end what it sends. */
  byte[] shutdown();

  /** Whether the handshake has come to a good end. */
  boolean finished();

  /** Whether it says that it has resumed an earlier connection; null where it says nothing. */
  default Boolean resumed() {
    return null;
  }

  /** Whether the handshake or the connection has failed. */
  boolean failed();

  /** Its own words about the failure; null if there was none. */
  String account();

  /** The alert of that account; null if it names none. */
  Alert reported();

  /** All application data that has come out. */
  byte[] data();

  @Override
  void close();
}
