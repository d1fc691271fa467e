package io.tickwire.push;

import static io.tickwire.push.HostileMessages.utf8;
import static io.tickwire.push.WsBytes.BINARY;
import static io.tickwire.push.WsBytes.CLOSE;
import static io.tickwire.push.WsBytes.COMPRESSED;
import static io.tickwire.push.WsBytes.CONTINUATION;
import static io.tickwire.push.WsBytes.FIN;
import static io.tickwire.push.WsBytes.PING;
import static io.tickwire.push.WsBytes.PONG;
import static io.tickwire.push.WsBytes.TEXT;

import io.tickwire.push.HostileScript.Ending;
import io.tickwire.push.WsBytes.LengthForm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One WebSocket client: frames that the protocol allows, whatever is in them, and then one that it
 * forbids, or half of one, or a last ping. Seeded.
 */
final class HostileFrames {
  private static final int MESSAGE_LIMIT = 65_536;
  private static final int[] CONTROL = {CLOSE, PING, PONG};
  private static final int[] RESERVED = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15};
  private static final int[] NO_CLOSE_CODES = {0, 999, 1004, 1005, 1006, 1015, 2_000, 65_535};

  /** So much text becomes a few hundred bytes. */
  private static final byte[] BOMB = WsBytes.deflated(new byte[4 << 20]);

  private final Random random;
  private final HostileMessages messages;
  private final List<String> tokens;
  private final boolean deflate;
  private final boolean cbor;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int count;

  /**
   * @param tokens that are good
   */
  HostileFrames(Random random, List<String> tokens) {
    this.random = random;
    this.tokens = tokens;
    this.messages = new HostileMessages(random, tokens);
    this.deflate = random.nextInt(3) == 0;
    this.cbor = random.nextInt(3) == 0;
  }

  HostileScript script() {
    for (int i = random.nextInt(14); i > 0; i--) {
      allowed();
    }
    int last = random.nextInt(10);
    if (last < 5) {
      return script(forbidden(), Ending.CLOSED);
    }
    if (last < 7) {
      return script(half(), Ending.LEFT);
    }
    allowed();
    String what = last == 9 ? doubtful() : "allowed";
    add(FIN | PING, utf8(HostileScript.LAST_PING));
    return script(what, Ending.ANSWERED);
  }

  private HostileScript script(String what, Ending ending) {
    return new HostileScript(
        what + (deflate ? " deflate" : "") + (cbor ? " cbor" : ""),
        ByteBuffer.wrap(utf8(handshake())),
        ByteBuffer.wrap(out.toByteArray()),
        count,
        ending,
        random.nextBoolean());
  }

  private String handshake() {
    String query = random.nextInt(5) == 0 ? "" : "?token=" + messages.any(tokens);
    query = random.nextInt(30) == 0 ? "?token=worthless" : query;
    if (random.nextInt(8) == 0 && !query.isEmpty()) {
      query += "&restore=true";
    }
    return "GET /v1/ws"
        + query
        + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + (cbor ? "Sec-WebSocket-Protocol: tickwire.v1.cbor\r\n" : "")
        + (deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "")
        + "\r\n";
  }

  private void add(int head, byte[] payload) {
    raw(WsBytes.frame(head, payload, random));
  }

  private void raw(byte[] frame) {
    out.writeBytes(frame);
    count++;
  }

  private static int any(int[] numbers, Random random) {
    return numbers[random.nextInt(numbers.length)];
  }

  private byte[] message() {
    return switch (random.nextInt(6)) {
      case 0 -> messages.noise(200);
      case 1 -> messages.cbor();
      default -> utf8(messages.text());
    };
  }

  private int data() {
    return random.nextInt(cbor ? 2 : 6) == 0 ? BINARY : TEXT;
  }

  /** Messages that must be answered or refused, and do not end the connection by their form. */
  private void allowed() {
    switch (random.nextInt(8)) {
      case 0 -> fragments(message(), 0);
      case 1 -> add(FIN | (random.nextBoolean() ? PING : PONG), messages.noise(126));
      case 2 -> add(FIN | data(), new byte[0]);
      case 3 -> {
        byte[] message = message();
        if (!deflate) {
          add(FIN | data(), message);
        } else if (random.nextBoolean()) {
          add(FIN | COMPRESSED | data(), WsBytes.deflated(message));
        } else {
          fragments(WsBytes.deflated(message), COMPRESSED);
        }
      }
      case 4 -> {
        int length = random.nextInt(10) == 0 ? MESSAGE_LIMIT - random.nextInt(3) : 126;
        add(FIN | data(), utf8("\"" + "x".repeat(length - 2) + "\""));
      }
      default -> add(FIN | data(), message());
    }
  }

  /** With pings in between, which is allowed. */
  private void fragments(byte[] message, int rsv) {
    int at = random.nextInt(message.length + 1);
    add(rsv | data(), Arrays.copyOf(message, at));
    for (int i = random.nextInt(3); i > 0; i--) {
      add(FIN | PING, messages.noise(20));
      add(CONTINUATION, new byte[0]);
    }
    add(FIN | CONTINUATION, Arrays.copyOfRange(message, at, message.length));
  }

  /** What some servers let pass. */
  private String doubtful() {
    if (deflate && random.nextBoolean()) {
      add(FIN | COMPRESSED | PING, messages.noise(20));
      return "compressed control frame";
    }
    byte[] payload = messages.noise(100);
    LengthForm form = random.nextBoolean() ? LengthForm.TWO_BYTES : LengthForm.EIGHT_BYTES;
    raw(WsBytes.frame(FIN | TEXT, true, form, payload.length, payload, random));
    return "length longer than need be";
  }

  /** What is cut off in the middle: the rest never comes. */
  private String half() {
    if (random.nextBoolean()) {
      add(data(), message());
      return "message without an end";
    }
    byte[] frame = WsBytes.frame(FIN | data(), message(), random);
    raw(Arrays.copyOf(frame, 1 + random.nextInt(frame.length - 1)));
    return "half a frame";
  }

  /** What must end the connection, and more that must not matter any more. */
  private String forbidden() {
    String what = violate();
    if (random.nextBoolean()) {
      out.writeBytes(WsBytes.frame(FIN | TEXT, message(), random));
      out.writeBytes(messages.noise(500));
    }
    return what;
  }

  private String violate() {
    byte[] some = messages.noise(100);
    switch (random.nextInt(deflate ? 16 : 12)) {
      case 0 -> {
        raw(WsBytes.frame(FIN | data(), false, LengthForm.SHORT, some.length, some, random));
        return "no mask";
      }
      case 1 -> {
        add(FIN | any(RESERVED, random), some);
        return "reserved opcode";
      }
      case 2 -> {
        // Without the extension none of the three bits means anything, with it two do not.
        int bits = deflate ? 1 + random.nextInt(3) : 1 + random.nextInt(7);
        add(FIN | bits << 4 | data(), some);
        return "reserved bits";
      }
      case 3 -> {
        add(FIN | any(CONTROL, random), new byte[126 + random.nextInt(1_000)]);
        return "long control frame";
      }
      case 4 -> {
        add(any(CONTROL, random), some);
        return "control frame in fragments";
      }
      case 5 -> {
        add((random.nextBoolean() ? FIN : 0) | CONTINUATION, some);
        return "continuation of nothing";
      }
      case 6 -> {
        add(data(), some);
        add((random.nextBoolean() ? FIN : 0) | data(), some);
        return "message within another";
      }
      case 7 -> {
        add(FIN | data(), new byte[MESSAGE_LIMIT + 1 + random.nextInt(30_000)]);
        return "too long a frame";
      }
      case 8 -> {
        long length = random.nextBoolean() ? 1L << (20 + random.nextInt(43)) : random.nextLong();
        length = length > 0 && length <= MESSAGE_LIMIT ? Long.MIN_VALUE : length;
        raw(WsBytes.frame(FIN | data(), true, LengthForm.EIGHT_BYTES, length, some, random));
        return "length beyond everything";
      }
      case 9 -> {
        add(data(), new byte[40_000]);
        add(CONTINUATION, new byte[20_000]);
        add(CONTINUATION, new byte[20_000]);
        return "fragments that add up to too much";
      }
      case 10 -> {
        add(FIN | CLOSE, badReason());
        return "close frame that says nonsense";
      }
      case 11 -> {
        for (int i = 0; i < 10; i++) {
          add(FIN | TEXT, utf8("{nonsense"));
        }
        return "ten malformed messages";
      }
      case 12 -> {
        add(FIN | COMPRESSED | data(), new byte[] {-1, -1, -1, -1});
        return "not deflated";
      }
      case 13 -> {
        add(FIN | COMPRESSED | data(), BOMB);
        return "bomb";
      }
      case 14 -> {
        add(COMPRESSED | data(), Arrays.copyOf(BOMB, 1_000));
        add(FIN | CONTINUATION, Arrays.copyOfRange(BOMB, 1_000, BOMB.length));
        return "bomb in fragments";
      }
      default -> {
        add(COMPRESSED | data(), some);
        add(FIN | COMPRESSED | CONTINUATION, some);
        return "compressed continuation";
      }
    }
  }

  private byte[] badReason() {
    int code = any(NO_CLOSE_CODES, random);
    return switch (random.nextInt(3)) {
      case 0 -> new byte[] {3};
      case 1 -> new byte[] {3, (byte) 0xE8, (byte) 0xC3, (byte) 0x28};
      default -> new byte[] {(byte) (code >> 8), (byte) code};
    };
  }
}
