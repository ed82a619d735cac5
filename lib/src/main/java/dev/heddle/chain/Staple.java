package dev.heddle.chain;

/** What a server stapled to its certificate, and whether it was asked to. */
public final class Staple {

  private static final Staple NOT_ASKED = new Staple(false, null);

  private final boolean asked;
  private final byte[] response;

  private Staple(boolean asked, byte[] response) {
    this.asked = asked;
    this.response = response;
  }

  /** No staple, and none was to be expected. */
  public static Staple notAsked() {
    return NOT_ASKED;
  }

  /**
   * The answer to a request.
   *
   * @param response an OCSP response as it came; null if none came. Not copied
   */
  public static Staple asked(byte[] response) {
    return new Staple(true, response);
  }

  boolean asked() {
    return asked;
  }

  /** The response; null if there is none. Not to be changed. */
  byte[] response() {
    return response;
  }
}
