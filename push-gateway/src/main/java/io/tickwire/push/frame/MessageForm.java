package io.tickwire.push.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How messages of a connection look on the wire: JSON or CBOR, as it is or deflated
 * (permessage-deflate). Events come as bytes that were made once, see {@link EventBytes}; here they
 * are put together to one WebSocket frame, a batch where there are several. Immutable, any thread.
 */
public final class MessageForm {
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_BINARY = 0x82;
  private static final int COMPRESSED = 0x40;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int MOST_SHORT = 125;
  private static final int MOST_16 = 0xffff;
  private static final int MOST_HEADER = 10;

  private static final byte[] JSON_OPEN = ascii("{\"type\":\"event_batch\",\"events\":[");
  private static final byte[] JSON_BETWEEN = ascii(",");
  private static final byte[] JSON_CLOSE = ascii("]}");

  /** A map of two; the list has no length in front of it and ends with a byte of its own. */
  private static final byte[] CBOR_OPEN = ascii("\u00a2dtypekevent_batchfevents\u009f");

  private static final byte[] CBOR_BETWEEN = {};
  private static final byte[] CBOR_CLOSE = {(byte) 0xff};

  public static final MessageForm JSON = plain(0, FINAL_TEXT, JSON_OPEN, JSON_BETWEEN, JSON_CLOSE);
  public static final MessageForm CBOR =
      plain(1, FINAL_BINARY, CBOR_OPEN, CBOR_BETWEEN, CBOR_CLOSE);
  public static final MessageForm JSON_DEFLATED =
      deflated(2, FINAL_TEXT, JSON_OPEN, JSON_BETWEEN, JSON_CLOSE);
  public static final MessageForm CBOR_DEFLATED =
      deflated(3, FINAL_BINARY, CBOR_OPEN, CBOR_BETWEEN, CBOR_CLOSE);

  static final int COUNT = 4;

  /** Index into what is kept for each form. */
  final int number;

  private final int firstByte;
  private final byte[] open;
  private final byte[] between;
  private final byte[] close;

  private MessageForm(int number, int firstByte, byte[] open, byte[] between, byte[] close) {
    this.number = number;
    this.firstByte = firstByte;
    this.open = open;
    this.between = between;
    this.close = close;
  }

  private static MessageForm plain(
      int number, int firstByte, byte[] open, byte[] between, byte[] close) {
    return new MessageForm(number, firstByte, open, between, close);
  }

  private static MessageForm deflated(
      int number, int firstByte, byte[] open, byte[] between, byte[] close) {
    return new MessageForm(
        number,
        firstByte | COMPRESSED,
        joined(DeflatedPiece.of(open), DeflatedPiece.stored(new byte[0])),
        DeflatedPiece.stored(between),
        DeflatedPiece.storedLast(close));
  }

  /** What a client that speaks CBOR, or has negotiated compression, is sent. */
  public static MessageForm of(boolean cbor, boolean deflated) {
    if (cbor) {
      return deflated ? CBOR_DEFLATED : CBOR;
    }
    return deflated ? JSON_DEFLATED : JSON;
  }

  boolean isCbor() {
    return (firstByte & 0xf) == (FINAL_BINARY & 0xf);
  }

  /** Whether it is compressed (permessage-deflate). */
  public boolean isDeflated() {
    return (firstByte & COMPRESSED) != 0;
  }

  /**
   * One whole frame of a server, unmasked: the event itself, or a batch of several in their order.
   *
   * @param events at least one
   * @return a buffer of its own, that the caller releases
   */
  public ByteBuf frame(ByteBufAllocator buffers, List<EventBytes> events) {
    boolean isBatch = events.size() > 1;
    int length = isBatch ? open.length + close.length + between.length * (events.size() - 1) : 0;
    for (EventBytes event : events) {
      length += event.in(this).length;
    }
    ByteBuf frame = buffers.directBuffer(MOST_HEADER + length);
    writeHeader(frame, length);
    if (isBatch) {
      frame.writeBytes(open);
    }
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        frame.writeBytes(between);
      }
      frame.writeBytes(events.get(i).in(this));
    }
    if (isBatch) {
      frame.writeBytes(close);
    }
    return frame;
  }

  /**
   * The same with all events deflated as one: a fraction of the bytes where they resemble each
   * other, but made for these events alone, so worth it when several connections are sent them.
   *
   * @param events at least one
   * @return a buffer of its own, that the caller releases
   */
  public ByteBuf frameDeflatedAsOne(ByteBufAllocator buffers, List<EventBytes> events) {
    if (!isDeflated()) {
      throw new IllegalStateException("a form that is not deflated");
    }
    byte[] message = DeflatedPiece.of(of(isCbor(), false).message(events));
    ByteBuf frame = buffers.directBuffer(MOST_HEADER + message.length);
    writeHeader(frame, message.length);
    return frame.writeBytes(message);
  }

  private byte[] message(List<EventBytes> events) {
    if (events.size() == 1) {
      return events.get(0).in(this);
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(open);
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        message.writeBytes(between);
      }
      message.writeBytes(events.get(i).in(this));
    }
    message.writeBytes(close);
    return message.toByteArray();
  }

  private void writeHeader(ByteBuf frame, int length) {
    frame.writeByte(firstByte);
    if (length <= MOST_SHORT) {
      frame.writeByte(length);
    } else if (length <= MOST_16) {
      frame.writeByte(LENGTH_16).writeShort(length);
    } else {
      frame.writeByte(LENGTH_64).writeLong(length);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
