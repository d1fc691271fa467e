package io.tickwire.common.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the ticks of one partition into the next {@link TickFrame}. One per partition, confined
 * to the feed's event loop; reused after {@link #build}.
 */
public final class TickFrameBuilder {
  private static final int MAX_COUNT = 0xFFFF;

  /** Room for the ticks of a frame, guessed from the one before. */
  private static final int LEAST_BYTES = 128;

  private static final int MOST_BYTES = 16 << 10;

  private final int partition;
  private final long feedId;
  private final Map<String, Integer> symbols = new LinkedHashMap<>();
  private Buffer ticks = Buffer.buffer(LEAST_BYTES);
  private int symbolBytes;
  private int size;
  private long sequence;

  /**
   * @param feedId names this run of this feed, never used again
   */
  public TickFrameBuilder(int partition, long feedId) {
    if (partition < 0 || partition > MAX_COUNT) {
      throw new IllegalArgumentException("partition out of range: partition=" + partition);
    }
    this.partition = partition;
    this.feedId = feedId;
  }

  /**
   * Appends a tick.
   *
   * @throws IllegalStateException when the frame is full; {@link #bytes} tells before
   */
  public void add(Tick tick) {
    if (size == MAX_COUNT) {
      throw new IllegalStateException("tick frame is full: ticks=" + size);
    }
    ticks
        .appendByte((byte) tick.kind().code())
        .appendByte((byte) (tick.recovered() ? TickFrame.FLAG_RECOVERED : 0))
        .appendUnsignedShort(symbolIndex(tick.symbol()))
        .appendByte((byte) tick.priceScale())
        .appendByte((byte) tick.sizeScale())
        .appendUnsignedShort(0)
        .appendLong(tick.sequence())
        .appendLong(tick.exchangeTimeNs())
        .appendLong(tick.receivedNs())
        .appendLong(tick.price())
        .appendLong(tick.second());
    if (tick.kind().hasFivePrices()) {
      ticks.appendLong(tick.ask()).appendLong(tick.bidSize()).appendLong(tick.askSize());
    }
    size++;
  }

  private int symbolIndex(String symbol) {
    Integer known = symbols.get(symbol);
    if (known != null) {
      return known;
    }
    int length = symbol.getBytes(StandardCharsets.UTF_8).length;
    if (length > 255) {
      throw new IllegalArgumentException("symbol too long: bytes=" + length);
    }
    symbolBytes += 1 + length;
    symbols.put(symbol, symbols.size());
    return symbols.size() - 1;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Length of the frame if it were built now. */
  public int bytes() {
    return TickFrame.HEADER_BYTES + 4 + symbolBytes + ticks.length();
  }

  /**
   * The frame of what was added, numbered one above the one before; the builder is empty then.
   *
   * @param publishedNs epoch nanoseconds
   */
  public TickFrame build(long publishedNs) {
    Buffer bytes =
        Buffer.buffer(bytes())
            .appendByte((byte) TickFrame.VERSION)
            .appendByte((byte) 0)
            .appendUnsignedShort(partition)
            .appendLong(feedId)
            .appendLong(++sequence)
            .appendLong(publishedNs)
            .appendUnsignedShort(symbols.size());
    for (String symbol : symbols.keySet()) {
      byte[] utf8 = symbol.getBytes(StandardCharsets.UTF_8);
      bytes.appendByte((byte) utf8.length).appendBytes(utf8);
    }
    bytes.appendUnsignedShort(size).appendBuffer(ticks);
    TickFrame frame =
        TickFrame.built(
            bytes, symbols.keySet().toArray(new String[0]), bytes.length() - ticks.length(), size);
    ticks = Buffer.buffer(Math.max(LEAST_BYTES, Math.min(ticks.length(), MOST_BYTES)));
    symbols.clear();
    symbolBytes = 0;
    size = 0;
    return frame;
  }
}
