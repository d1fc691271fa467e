package io.tickwire.benchmarks.push;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A TCP connection that takes one event a line and answers nothing to events. */
final class LineDoor implements EventDoor {
  private static final int ANSWER_MS = 60_000;

  private final Socket socket;

  LineDoor(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
  }

  @Override
  public void publish(List<String> events) throws IOException {
    write(String.join("\n", events));
  }

  /** Has the server collect its garbage and waits until it says that it did. */
  void collect() throws IOException {
    write("collect");
    socket.setSoTimeout(ANSWER_MS);
    String answer =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (!"collected".equals(answer)) {
      throw new IllegalStateException("no collection: " + answer);
    }
  }

  private void write(String lines) throws IOException {
    socket.getOutputStream().write((lines + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
