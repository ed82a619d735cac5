package dev.heddle.jsse;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Two engines, and what each has sent that the other has not taken. For one thread. */
final class EnginePair {

  /** One of the two, with the bytes on their way to it. */
  static final class End {

    final SSLEngine engine;
    final ByteBuffer coming = ByteBuffer.allocate(1 << 20).flip();
    int finished;

    End(SSLEngine engine) {
      this.engine = engine;
    }

    void come(ByteBuffer record) {
      coming.compact();
      coming.put(record);
      coming.flip();
    }
  }

  final End client;
  final End server;

  EnginePair(SSLEngine client, SSLEngine server) {
    this.client = new End(client);
    this.server = new End(server);
    client.setUseClientMode(true);
    server.setUseClientMode(false);
  }

  End other(End end) {
    return end == client ? server : client;
  }

  /** Follows the statuses of both until there is nothing to do, which has to come. */
  EnginePair settle() throws SSLException {
    client.engine.beginHandshake();
    server.engine.beginHandshake();
    for (int steps = 0; step(client) | step(server); steps++) {
      if (steps > 1000) {
        throw new AssertionError("no end: " + client.engine + ", " + server.engine);
      }
    }
    return this;
  }

  /** Does what an end asks for; answers whether there was anything to do. */
  boolean step(End end) throws SSLException {
    switch (end.engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        end.engine.getDelegatedTask().run();
        return true;
      }
      case NEED_WRAP -> {
        wrap(end, new byte[0]);
        return true;
      }
      default -> {
        if (!end.coming.hasRemaining() || end.engine.isInboundDone()) {
          return false;
        }
        ByteBuffer data = ByteBuffer.allocate(1 << 15);
        SSLEngineResult result = unwrap(end, data);
        return result.getStatus() == Status.OK;
      }
    }
  }

  /** Wraps once; what comes of it is on its way. */
  SSLEngineResult wrap(End end, byte[] data) throws SSLException {
    ByteBuffer record = ByteBuffer.allocate(end.engine.getSession().getPacketBufferSize());
    SSLEngineResult result = end.engine.wrap(ByteBuffer.wrap(data), record);
    other(end).come(record.flip());
    return note(end, result);
  }

  /** Unwraps once. */
  SSLEngineResult unwrap(End end, ByteBuffer target) throws SSLException {
    return note(end, end.engine.unwrap(end.coming, target));
  }

  private static SSLEngineResult note(End end, SSLEngineResult result) {
    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
      end.finished++;
    }
    return result;
  }

  /** Sends data from one end to the other, whole. */
  byte[] send(End from, byte[] data) throws SSLException {
    End to = other(from);
    ByteBuffer source = ByteBuffer.wrap(data);
    ByteBuffer target = ByteBuffer.allocate(data.length + (1 << 15));
    while (source.hasRemaining()) {
      ByteBuffer record = ByteBuffer.allocate(from.engine.getSession().getPacketBufferSize());
      from.engine.wrap(source, record);
      to.come(record.flip());
      while (to.coming.hasRemaining() && unwrap(to, target).getStatus() == Status.OK) {}
    }
    byte[] came = new byte[target.flip().remaining()];
    target.get(came);
    return came;
  }
}
