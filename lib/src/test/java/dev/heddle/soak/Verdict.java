package dev.heddle.soak;

import java.util.List;

/** Judges a connection that is over: whether what came of it is what its plan explains. */
final class Verdict {

  /** What is wrong; null if nothing is. */
  static String on(Connection connection) {
    List<Party> parties = connection.parties();
    for (Party party : parties) {
      String wrong = on(party, connection);
      if (wrong != null) {
        return wrong;
      }
    }
    if (parties.size() < 2) {
      return connection.isHurt() ? null : "an end is missing";
    }
    Party client = parties.getFirst();
    Party server = parties.getLast();
    boolean content = client.isContent() && server.isContent();
    if (!connection.isHurt() && !content) {
      return "nothing happened to it, and it is not complete";
    }
    if (connection.isStruck() && content && mustHurt(connection.plan().trouble())) {
      return "complete, although bytes are missing";
    }
    String wrong = onStream(client, server);
    return wrong != null ? wrong : onStream(server, client);
  }

  private static String on(Party party, Connection connection) {
    Trouble trouble = connection.plan().trouble();
    if (party.defect() != null) {
      return party.defect();
    }
    if (party.fault() != null && !connection.isHurt()) {
      return "the " + party.name() + " failed, and nothing happened to it";
    }
    if (party.fault() != null && !trouble.explains(party.fault())) {
      return "the " + party.name() + " failed in a way that does not come of " + trouble;
    }
    if (party.gaveUp() && !trouble.isSilent()) {
      return "the " + party.name() + " would have waited for ever";
    }
    return null;
  }

  /** What was acknowledged before a clean end has been read. */
  private static String onStream(Party sender, Party receiver) {
    boolean clean = receiver.sawCloseNotify() || sender.isContent() && receiver.isContent();
    return clean && receiver.received() != sender.acknowledged()
        ? "the "
            + receiver.name()
            + " saw a clean end after "
            + receiver.received()
            + " of "
            + sender.acknowledged()
            + " bytes"
        : null;
  }

  private static boolean mustHurt(Trouble trouble) {
    return switch (trouble) {
      case CUT, HALF_CUT, RESET, STALL, NO_CERTIFICATE, WRONG_NAME, CALLBACK_THROWS -> true;
      default -> false;
    };
  }

  private Verdict() {}
}
