package dev.heddle.conformance;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/** The control channel: one byte each way holds the two ends together. */
final class Control {

  private final Socket socket;
  private final Watch watch;

  private Control(Socket socket, Watch watch) {
    this.socket = socket;
    this.watch = watch;
  }

  /** Connects, unless there is no port: then no script may use the channel. */
  static Control connect(Place place, String port, Watch watch) throws IOException {
    boolean none = port == null || port.isEmpty() || port.equals("0");
    return new Control(none ? null : new Socket(place.host(), Integer.parseInt(port)), watch);
  }

  /** Lets the peer go on. */
  void go() throws IOException {
    socket.getOutputStream().write('g');
  }

  /** Waits until the peer has sent all it had to send. */
  void await() throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new EOFException("the control channel ended");
    }
    watch.reset();
  }
}
