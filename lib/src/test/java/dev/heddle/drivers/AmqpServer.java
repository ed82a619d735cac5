package dev.heddle.drivers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The little of AMQP 0-9-1 that it takes to open a connection and a channel and to ask for a queue
 * (methods of sections 1.2 to 1.4 of its XML definition). It does not answer for the queue {@link
 * #SILENT}, and sends no heartbeats.
 */
final class AmqpServer {

  static final String SILENT = "silence";

  private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
  private static final int METHOD = 1;
  private static final int FRAME_END = 0xCE;
  private static final int CONNECTION = 10;
  private static final int CHANNEL = 20;
  private static final int QUEUE = 50;

  private final DataInputStream in;
  private final DataOutputStream out;

  private AmqpServer(Socket client) throws IOException {
    in = new DataInputStream(client.getInputStream());
    out = new DataOutputStream(client.getOutputStream());
  }

  /** One connection. */
  static void talk(Socket client) throws IOException {
    new AmqpServer(client).talk();
  }

  private interface Arguments {
    void write(DataOutputStream out) throws IOException;
  }

  private void talk() throws IOException {
    byte[] header = in.readNBytes(HEADER.length);
    if (!Arrays.equals(header, HEADER)) {
      throw new IOException("not AMQP: " + Arrays.toString(header));
    }
    send(
        0,
        CONNECTION,
        10, // start
        to -> {
          to.writeShort(9); // version 0-9
          to.writeInt(0); // no properties
          longString(to, "PLAIN");
          longString(to, "en_US");
        });
    while (true) {
      int type = in.readUnsignedByte();
      int channel = in.readUnsignedShort();
      byte[] payload = in.readNBytes(in.readInt());
      if (in.readUnsignedByte() != FRAME_END) {
        throw new IOException("a frame without its end");
      }
      if (type == METHOD) {
        DataInputStream method = new DataInputStream(new ByteArrayInputStream(payload));
        answer(channel, method.readUnsignedShort(), method.readUnsignedShort(), method);
      }
    }
  }

  private void answer(int channel, int type, int method, DataInputStream arguments)
      throws IOException {
    switch (type * 100 + method) {
      case CONNECTION * 100 + 11 -> // start-ok: tune
          send(
              channel,
              type,
              30,
              to -> {
                to.writeShort(8); // channels
                to.writeInt(0); // any frame
                to.writeShort(0); // as many heartbeats as the client likes
              });
      case CONNECTION * 100 + 31 -> {} // tune-ok
      case CONNECTION * 100 + 40 -> send(channel, type, 41, to -> to.writeByte(0)); // open
      case CONNECTION * 100 + 50 -> send(channel, type, 51, to -> {}); // close
      case CHANNEL * 100 + 10 -> send(channel, type, 11, to -> to.writeInt(0)); // open
      case CHANNEL * 100 + 40 -> send(channel, type, 41, to -> {}); // close
      case QUEUE * 100 + 10 -> declared(channel, arguments);
      default -> throw new IOException("unknown method " + type + "." + method);
    }
  }

  private void declared(int channel, DataInputStream arguments) throws IOException {
    arguments.skipNBytes(2);
    String name =
        new String(arguments.readNBytes(arguments.readUnsignedByte()), StandardCharsets.US_ASCII);
    if (!name.equals(SILENT)) {
      send(
          channel,
          QUEUE,
          11,
          to -> {
            to.writeByte(name.length());
            to.writeBytes(name);
            to.writeInt(7); // messages
            to.writeInt(0); // consumers
          });
    }
  }

  private void send(int channel, int type, int method, Arguments arguments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream payload = new DataOutputStream(bytes);
    payload.writeShort(type);
    payload.writeShort(method);
    arguments.write(payload);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(frame);
    head.writeByte(METHOD);
    head.writeShort(channel);
    head.writeInt(bytes.size());
    bytes.writeTo(head);
    head.writeByte(FRAME_END);
    frame.writeTo(out);
    out.flush();
  }

  private static void longString(DataOutputStream to, String text) throws IOException {
    to.writeInt(text.length());
    to.writeBytes(text);
  }
}
