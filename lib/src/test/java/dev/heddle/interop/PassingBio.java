package dev.heddle.interop;

import dev.heddle.bio.Bio;
import java.io.IOException;

/** Passes every call on; what happens to the bytes on the way is the subclass's. */
abstract class PassingBio implements Bio {

  private final Bio bio;

  PassingBio(Bio bio) {
    this.bio = bio;
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    return bio.read(buf, off, len);
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    return bio.write(buf, off, len);
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
  public boolean isBlocking() {
    return bio.isBlocking();
  }

  @Override
  public boolean flush() throws IOException {
    return bio.flush();
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
