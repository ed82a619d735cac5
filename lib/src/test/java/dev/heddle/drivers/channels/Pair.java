package dev.heddle.drivers.channels;

import dev.heddle.drivers.Face;
import dev.heddle.drivers.Scenario;
import dev.heddle.drivers.channels.Meeting.Part;
import dev.heddle.drivers.channels.Meeting.Party;
import dev.heddle.drivers.channels.Meeting.Place;

/** Which ends run over the face under test; the others run over the JDK's. */
enum Pair {
  /** The client, and the server is a blocking socket. */
  CLIENT(true, false, false),
  /** The server, and the client is a blocking socket. */
  SERVER(false, true, false),
  /** The client, and the server is of the same library. */
  CLIENT_OF_TWO(true, false, true),
  /** The server, and the client is of the same library. */
  SERVER_OF_TWO(false, true, true),
  /** Both, of the same library. */
  BOTH(true, true, true);

  private final boolean client;
  private final boolean server;
  private final boolean sameLibrary;

  Pair(boolean client, boolean server, boolean sameLibrary) {
    this.client = client;
    this.server = server;
    this.sameLibrary = sameLibrary;
  }

  /** Whether that end runs over the face under test. */
  boolean tests(boolean clientEnd) {
    return clientEnd ? client : server;
  }

  /** Whether that end is of the library that is tested. */
  boolean isLibrary(boolean clientEnd) {
    return sameLibrary || tests(clientEnd);
  }

  private Face face(boolean clientEnd) {
    return tests(clientEnd) ? Face.tested() : Face.SUNJSSE;
  }

  /** How the ends of a scenario are to be. */
  Setups setups(Scenario scenario, String version) {
    return new Setups(
        Setup.client(face(true), scenario, version), Setup.server(face(false), scenario, version));
  }

  /** Lets them meet, once. */
  Meeting meet(Library tested, Setups setups, Part clientPart, Part serverPart) throws Exception {
    try (Place place = new Place()) {
      return meet(place, tested, setups, clientPart, serverPart);
    }
  }

  /** Lets them meet at a place, perhaps again. */
  Meeting meet(Place place, Library tested, Setups setups, Part clientPart, Part serverPart)
      throws Exception {
    return place.meet(
        new Party(isLibrary(true) ? tested : SocketEnd.LIBRARY, setups.client(), clientPart),
        new Party(isLibrary(false) ? tested : SocketEnd.LIBRARY, setups.server(), serverPart));
  }

  /** How both ends are to be; the same contexts may meet several times. */
  record Setups(Setup client, Setup server) {
    /** The same over small buffers of TCP. */
    Setups withTcpBuffer(int size) {
      return new Setups(client.withTcpBuffer(size), server.withTcpBuffer(size));
    }
  }
}
