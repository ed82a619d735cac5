package dev.heddle.bio;

import java.io.IOException;
import java.util.Objects;

/**
 * A transport over another that passes every call on, for a subclass to do one of them otherwise:
 * what a filter BIO is in OpenSSL ({@code bio(7)}). Each call blocks, and fails, as that of the
 * transport underneath does.
 */
public abstract class FilterBio implements Bio {

  /** The transport underneath. */
  protected final Bio bio;

  /**
   * A transport over another.
   *
   * @param bio not null; closed with this one
   */
  protected FilterBio(Bio bio) {
    this.bio = Objects.requireNonNull(bio, "bio");
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    return bio.read(buf, off, len); // IO block
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    return bio.write(buf, off, len); // IO block
  }

  @Override
  public Retry readRetry() {
    return bio.readRetry();
  }

  @Override
  public Retry writeRetry() {
    return bio.writeRetry();
  }

  @Override
  public Retry lastRetry() {
    return bio.lastRetry();
  }

  @Override
  public boolean isBlocking() {
    return bio.isBlocking();
  }

  @Override
  public boolean receiveTimeout(int millis) throws IOException {
    return bio.receiveTimeout(millis);
  }

  @Override
  public int receiveTimeout() throws IOException {
    return bio.receiveTimeout();
  }

  @Override
  public boolean flush() throws IOException {
    return bio.flush(); // IO block
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    return bio.shutdownOutput();
  }

  @Override
  public long pending() {
    return bio.pending();
  }

  @Override
  public long wpending() {
    return bio.wpending();
  }

  @Override
  public boolean eof() {
    return bio.eof();
  }

  @Override
  public String peer() {
    return bio.peer();
  }

  @Override
  public void close() {
    bio.close();
  }

  @Override
  public void abort() {
    bio.abort();
  }
}
