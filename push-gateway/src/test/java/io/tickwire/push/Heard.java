package io.tickwire.push;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server said on one raw connection: HTTP, and frames after a 101. Remembers what it must
 * never say.
 */
final class Heard {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String MALFORMED = "the request is malformed";
  private static final int MOST_BYTES = 1 << 20;

  private final boolean webSocket;
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private int framesFrom = -1;
  private int closeCode = -1;
  private boolean answered;
  private @Nullable String fault;

  /**
   * @param webSocket whether frames are expected
   */
  Heard(boolean webSocket) {
    this.webSocket = webSocket;
  }

  void take(ByteBuffer bytes) {
    byte[] more = new byte[bytes.remaining()];
    bytes.get(more);
    if (all.size() < MOST_BYTES) {
      all.writeBytes(more);
    }
    if (webSocket) {
      readFrames();
    }
  }

  private void readFrames() {
    byte[] bytes = all.toByteArray();
    if (framesFrom < 0) {
      int head = text().indexOf(END_OF_HEAD);
      if (head < 0 || !statuses().contains(101)) {
        return;
      }
      framesFrom = head + END_OF_HEAD.length();
    }
    int end = frame(bytes);
    while (end > 0) {
      framesFrom = end;
      end = frame(bytes);
    }
  }

  /**
   * @return where the next frame begins; 0 when this one is not there as a whole
   */
  private int frame(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes, framesFrom, bytes.length - framesFrom);
    if (in.remaining() < 2) {
      return 0;
    }
    int head = in.get() & 0xFF;
    int second = in.get() & 0xFF;
    int wide = second == 127 ? 8 : second == 126 ? 2 : 0;
    if (in.remaining() < wide) {
      return 0;
    }
    long length = wide == 8 ? in.getLong() : wide == 2 ? in.getShort() & 0xFFFF : second;
    if (second >= 128 || (head & 0x30) != 0 || length < 0 || length > MOST_BYTES) {
      fault = "no frame of a server: " + head + " " + second;
      return 0;
    }
    if (in.remaining() < length) {
      return 0;
    }
    byte[] payload = new byte[(int) length];
    in.get(payload);
    onFrame(head & 0xF, payload);
    return in.position();
  }

  private void onFrame(int opcode, byte[] payload) {
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    switch (opcode) {
      case WsBytes.CLOSE ->
          closeCode = payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
      case WsBytes.PONG -> answered |= text.equals(HostileScript.LAST_PING);
      case WsBytes.TEXT, WsBytes.BINARY -> {
        if (text.contains("internal") || text.contains("Exception")) {
          fault = text;
        }
      }
      default -> {
        // Pings and continuations are its right.
      }
    }
  }

  boolean isUpgraded() {
    return framesFrom >= 0;
  }

  boolean isClosed() {
    return closeCode >= 0;
  }

  /** By the pong that was waited for, or by the beginning of any response. */
  boolean isAnswered() {
    return isUpgraded() ? answered : !statuses().isEmpty();
  }

  /** Whether it was told that it speaks no HTTP; nothing that follows is read then. */
  boolean isRefused() {
    return !webSocket && text().contains(MALFORMED);
  }

  /** Of the close frame; -1 when there was none. */
  int closeCode() {
    return closeCode;
  }

  /** Of all responses, in order. */
  List<Integer> statuses() {
    List<Integer> statuses = new ArrayList<>();
    Matcher all = STATUS.matcher(text());
    while (all.find()) {
      statuses.add(Integer.parseInt(all.group(1)));
    }
    return statuses;
  }

  /** What a server must not say, or null. */
  @Nullable String fault() {
    if (fault == null && !webSocket) {
      String text = text();
      if (text.contains("HTTP/1.1 500 ")
          || text.contains("\tat io.")
          || text.contains("Exception")) {
        return text;
      }
    }
    return fault;
  }

  private String text() {
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    String text = text();
    return text.substring(Math.max(0, text.length() - 500)) + " close code " + closeCode;
  }
}
