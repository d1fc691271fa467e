package io.tickwire.redis.embedded;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The few questions asked of a server while it starts, in Redis's own protocol over one blocking
 * socket to 127.0.0.1. Whatever does not speak it ends in an {@link IOException}. Not for the
 * product's data: that goes through the Redis client of Vert.x.
 */
final class RespConnection implements Closeable {
  private static final int TIMEOUT_MS = 2_000;

  /** Answers here are settings and INFO; anything longer is not a Redis. */
  private static final int LONGEST_BULK_BYTES = 1 << 20;

  private static final int MOST_ELEMENTS = 1_000;

  private final Socket socket;
  private final InputStream in;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static RespConnection open(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(loopback(), port), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      return new RespConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
  }

  /**
   * Sends a command and returns its answer flattened to strings; an error answer (such as LOADING)
   * is an {@link ErrorReply}.
   */
  List<String> ask(String... words) throws IOException {
    StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
    for (String word : words) {
      int lengthBytes = word.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(lengthBytes).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
    List<String> reply = new ArrayList<>();
    read(reply, 0);
    return reply;
  }

  private void read(List<String> into, int depth) throws IOException {
    String line = line();
    String rest = line.isEmpty() ? "" : line.substring(1);
    switch (line.isEmpty() ? '?' : line.charAt(0)) {
      case '+', ':' -> into.add(rest);
      case '-' -> throw new ErrorReply(rest);
      case '$' -> bulk(into, length(rest, LONGEST_BULK_BYTES));
      case '*' -> {
        if (depth > 2) {
          throw new IOException("answer nested deeper than a Redis setting");
        }
        for (int left = length(rest, MOST_ELEMENTS); left > 0; left--) {
          read(into, depth + 1);
        }
      }
      default -> throw new IOException("not a Redis answer: " + line);
    }
  }

  private void bulk(List<String> into, int lengthBytes) throws IOException {
    if (lengthBytes < 0) {
      return;
    }
    byte[] body = in.readNBytes(lengthBytes);
    if (body.length < lengthBytes || in.read() != '\r' || in.read() != '\n') {
      throw new IOException("answer cut short");
    }
    into.add(new String(body, StandardCharsets.UTF_8));
  }

  private static int length(String digits, int most) throws IOException {
    try {
      int length = Integer.parseInt(digits);
      if (length <= most) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw new IOException("not a Redis length: " + digits, e);
    }
    throw new IOException("answer too long: " + digits);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0 || line.length() > LONGEST_BULK_BYTES) {
        throw new IOException("connection ended inside an answer");
      }
      line.append((char) next);
    }
    if (in.read() != '\n') {
      throw new IOException("not a Redis line: " + line);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * An answer that starts with a minus, for example {@code LOADING Redis is loading the dataset in
   * memory}.
   */
  static final class ErrorReply extends IOException {
    ErrorReply(String text) {
      super(text);
    }
  }
}
