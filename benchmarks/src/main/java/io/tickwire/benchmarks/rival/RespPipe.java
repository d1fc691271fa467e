package io.tickwire.benchmarks.rival;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A blocking connection to Redis that sends many commands before it reads the answers. */
final class RespPipe implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  RespPipe(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
  }

  void send(String... words) {
    try {
      write("*" + words.length + "\r\n");
      for (String word : words) {
        write("$" + word.length() + "\r\n" + word + "\r\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String ascii) throws IOException {
    out.write(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long readNumber() {
    return Long.parseLong(readLine(':'));
  }

  List<String> readList() {
    int count = Integer.parseInt(readLine('*'));
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      readLine('$');
      words.add(readRest());
    }
    return words;
  }

  private String readLine(char type) {
    String line = readRest();
    if (line.isEmpty() || line.charAt(0) != type) {
      throw new IllegalStateException("unexpected answer: line=" + line);
    }
    return line.substring(1);
  }

  private String readRest() {
    try {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\r'; next = in.read()) {
        if (next < 0) {
          throw new EOFException("Redis closed the connection");
        }
        line.append((char) next);
      }
      in.skipNBytes(1);
      return line.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
