package dev.heddle.loop;

/** How many record buffers are lent, for tests of other packages. */
public final class LentBuffers {

  public static int count() {
    return Buffers.lent();
  }

  private LentBuffers() {}
}
