package io.tickwire.benchmarks.push;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code PUB} over TCP, which the server does not answer. */
final class NatsDoor implements EventDoor {
  private static final int ANSWER_MS = 10_000;

  private final Socket socket;
  private final BufferedReader answers;

  /**
   * @throws IllegalStateException when the server does not take the connection
   */
  NatsDoor(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_MS);
    this.answers =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    write(NatsSystem.CONNECT + "PING\r\n");
    awaitPong();
  }

  private void awaitPong() throws IOException {
    String line = answers.readLine();
    while (line != null && !line.equals("PONG")) {
      requireNoError(line);
      line = answers.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("closed by the server");
    }
  }

  private static void requireNoError(String line) {
    if (line.startsWith("-ERR")) {
      throw new IllegalStateException("refused: " + line);
    }
  }

  @Override
  public void publish(List<String> events) throws IOException {
    while (answers.ready()) {
      requireNoError(answers.readLine());
    }
    StringBuilder commands = new StringBuilder();
    for (String event : events) {
      commands
          .append("PUB ")
          .append(SystemUnderLoad.CHANNEL)
          .append(' ')
          .append(event.length()) // Events are ASCII.
          .append("\r\n")
          .append(event)
          .append("\r\n");
    }
    write(commands.toString());
  }

  private void write(String commands) throws IOException {
    socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
