package dev.heddle.drivers;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * The little of MongoDB's wire protocol that it takes to be a load balancer's server that answers
 * any command with "ok" (OP_MSG, and OP_QUERY for the first). It does not answer {@link #SILENT}.
 */
final class MongoServer {

  static final String SILENT = "silence";

  private static final int OP_REPLY = 1;
  private static final int OP_QUERY = 2004;
  private static final int OP_MSG = 2013;
  private static final int HEADER = 16;

  private MongoServer() {}

  /** One connection. */
  static void talk(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    while (true) {
      int length = Integer.reverseBytes(in.readInt());
      ByteBuffer message =
          ByteBuffer.wrap(in.readNBytes(length - Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
      int request = message.getInt();
      message.getInt(); // what it responds to
      int operation = message.getInt();
      message.getInt(); // flags
      if (operation == OP_QUERY) {
        while (message.get() != 0) { // the collection's name
          continue;
        }
        message.getLong(); // how many to skip and to return
        document(message);
        reply(client.getOutputStream(), request, new byte[20], OP_REPLY);
      } else if (operation == OP_MSG) {
        message.get(); // the kind of the section
        if (!document(message).containsKey(SILENT)) {
          reply(client.getOutputStream(), request, new byte[5], OP_MSG);
        }
      } else {
        throw new IOException("unknown operation " + operation);
      }
    }
  }

  private static BsonDocument document(ByteBuffer message) {
    byte[] bytes = new byte[message.getInt(message.position())];
    message.get(bytes);
    return new RawBsonDocument(bytes);
  }

  /**
   * Sends what suits any question.
   *
   * @param before what the operation has before the document
   */
  private static void reply(OutputStream out, int request, byte[] before, int operation)
      throws IOException {
    BsonDocument answer =
        new BsonDocument("ok", new BsonDouble(1))
            .append("helloOk", BsonBoolean.TRUE)
            .append("isWritablePrimary", BsonBoolean.TRUE)
            .append("ismaster", BsonBoolean.TRUE)
            .append("msg", new org.bson.BsonString("isdbgrid"))
            .append("serviceId", new BsonObjectId())
            .append("minWireVersion", new BsonInt32(0))
            .append("maxWireVersion", new BsonInt32(21));
    if (operation == OP_REPLY) {
      before[16] = 1; // one document
    }
    ByteBuffer document =
        new RawBsonDocument(answer, new BsonDocumentCodec()).getByteBuffer().asNIO();
    ByteBuffer message =
        ByteBuffer.allocate(HEADER + before.length + document.remaining())
            .order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(message.capacity()).putInt(0).putInt(request).putInt(operation);
    out.write(message.put(before).put(document).array());
    out.flush();
  }
}
