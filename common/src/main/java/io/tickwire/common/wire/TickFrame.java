package io.tickwire.common.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A batch of ticks of one partition, immutable once built, sent on {@code
 * tickwire.ticks.{partition}}. Frames of one feed and partition are numbered without holes, so a
 * consumer that sees a hole has missed ticks.
 *
 * <p>Wire format, big endian, version 1:
 *
 * <pre>
 * u8 version | u8 0 | u16 partition | i64 feedId | i64 sequence | i64 publishedNs
 * u16 symbols, then per symbol: u8 length, UTF-8 bytes
 * u16 ticks, then per tick:
 *   u8 kind | u8 flags (1 = recovered) | u16 symbol index | u8 price scale | u8 size scale | u16 0
 *   i64 sequence | i64 exchangeTimeNs | i64 receivedNs
 *   TRADE: i64 price | i64 size          MARK: i64 mark | i64 index
 *   FUNDING: i64 rate | i64 period in ms
 *   QUOTE: i64 last | i64 bid | i64 ask | i64 bid size | i64 ask size
 *   CANDLE: i64 open | i64 high | i64 low | i64 close | i64 span in ms
 * </pre>
 *
 * Golden files in {@code src/test/resources/golden} hold the format still.
 */
public final class TickFrame {
  static final int VERSION = 1;
  static final int HEADER_BYTES = 28;
  private static final int SEQUENCE_AT = 12;
  static final int ENTRY_HEAD_BYTES = 32;
  static final int FLAG_RECOVERED = 1;

  private final Buffer bytes;
  private final String[] symbols;
  private final int firstTick;
  private final int size;

  private TickFrame(Buffer bytes, String[] symbols, int firstTick, int size) {
    this.bytes = bytes;
    this.symbols = symbols;
    this.firstTick = firstTick;
    this.size = size;
  }

  /**
   * Reads a frame without copying; the buffer must not change afterwards.
   *
   * @throws IllegalArgumentException when the bytes are not a whole frame of version 1
   */
  public static TickFrame of(Buffer bytes) {
    try {
      return parse(bytes);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("truncated tick frame: bytes=" + bytes.length(), e);
    }
  }

  /** What a builder has just written. */
  static TickFrame built(Buffer bytes, String[] symbols, int firstTick, int size) {
    return new TickFrame(bytes, symbols, firstTick, size);
  }

  private static TickFrame parse(Buffer bytes) {
    int version = bytes.getUnsignedByte(0);
    if (version != VERSION) {
      throw new IllegalArgumentException("unknown tick frame: version=" + version);
    }
    int at = HEADER_BYTES;
    String[] symbols = new String[bytes.getUnsignedShort(at)];
    at += 2;
    for (int i = 0; i < symbols.length; i++) {
      int length = bytes.getUnsignedByte(at);
      symbols[i] = bytes.getString(at + 1, at + 1 + length, StandardCharsets.UTF_8.name());
      at += 1 + length;
    }
    int size = bytes.getUnsignedShort(at);
    at += 2;
    requireWhole(bytes, at, size, symbols.length);
    return new TickFrame(bytes, symbols, at, size);
  }

  private static void requireWhole(Buffer bytes, int firstTick, int size, int symbols) {
    int at = firstTick;
    for (int i = 0; i < size; i++) {
      if (bytes.getUnsignedShort(at + 2) >= symbols) {
        throw new IllegalArgumentException("tick names no symbol of its frame: tick=" + i);
      }
      at += TickKind.of(bytes.getUnsignedByte(at)).bytes();
    }
    if (at != bytes.length()) {
      throw new IllegalArgumentException(
          "tick frame has another length: expected=" + at + " bytes=" + bytes.length());
    }
  }

  public int partition() {
    return bytes.getUnsignedShort(2);
  }

  /** Which run of which feed published this: a restarted feed has a new one. */
  public long feedId() {
    return bytes.getLong(4);
  }

  /** Position in the row of frames of this feed and partition, from 1. */
  public long sequence() {
    return bytes.getLong(SEQUENCE_AT);
  }

  /** {@link #sequence} of the frame whose bytes begin there, big endian. */
  public static long sequenceOf(ByteBuffer bytes, int at) {
    return bytes.getLong(at + SEQUENCE_AT);
  }

  /** Epoch nanoseconds when the feed handed it to the bus. */
  public long publishedNs() {
    return bytes.getLong(20);
  }

  /** Number of ticks. */
  public int size() {
    return size;
  }

  /** The distinct symbols in it; do not change the array. */
  String[] symbols() {
    return symbols;
  }

  int firstTick() {
    return firstTick;
  }

  public Buffer bytes() {
    return bytes;
  }

  /** A new cursor before the first tick. */
  public TickCursor cursor() {
    return new TickCursor().wrap(this);
  }
}
