package dev.heddle.interop;

import dev.heddle.bio.Bio;
import dev.heddle.bio.FilterBio;
import java.io.IOException;
import java.util.function.IntSupplier;

/** Moves so many bytes at once and no more. */
final class ChunkedBio extends FilterBio {

  private final IntSupplier chunk;

  ChunkedBio(Bio bio, IntSupplier chunk) {
    super(bio);
    this.chunk = chunk;
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    return super.read(buf, off, Math.min(len, chunk.getAsInt()));
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    return super.write(buf, off, Math.min(len, chunk.getAsInt()));
  }
}
