package dev.heddle.interop;

import java.util.List;

/** Ourselves at both ends. */
class SelfResumptionTest extends Resumptions {

  SelfResumptionTest() {
    super(Stack.HEDDLE);
  }

  /** Either is. */
  @Override
  List<Ours> roles() {
    return List.of(Ours.CLIENT);
  }
}
