package io.tickwire.common.wire;

import io.vertx.core.buffer.Buffer;

/**
 * Walks the ticks of a frame in order without making an object per tick. Reusable by {@link #wrap};
 * not thread-safe. The fields are those of {@link Tick}; reading one before {@link #next} said true
 * or of another kind gives whatever bytes stand there.
 */
public final class TickCursor {
  private static final Buffer NOTHING = Buffer.buffer(0);

  private Buffer bytes = NOTHING;
  private String[] symbols = new String[0];
  private int remaining;
  private int at;
  private int next;

  /** Starts before the first tick of the frame. */
  public TickCursor wrap(TickFrame frame) {
    bytes = frame.bytes();
    symbols = frame.symbols();
    remaining = frame.size();
    at = 0;
    next = frame.firstTick();
    return this;
  }

  /** Moves on; false after the last tick. */
  public boolean next() {
    if (remaining == 0) {
      return false;
    }
    remaining--;
    at = next;
    next += kind().bytes();
    return true;
  }

  public TickKind kind() {
    return TickKind.of(bytes.getUnsignedByte(at));
  }

  public boolean recovered() {
    return (bytes.getByte(at + 1) & TickFrame.FLAG_RECOVERED) != 0;
  }

  public String symbol() {
    return symbols[bytes.getUnsignedShort(at + 2)];
  }

  public int priceScale() {
    return bytes.getUnsignedByte(at + 4);
  }

  /** Scale of the sizes; for a mark, of the index price. */
  public int sizeScale() {
    return bytes.getUnsignedByte(at + 5);
  }

  public long sequence() {
    return bytes.getLong(at + 8);
  }

  public long exchangeTimeNs() {
    return bytes.getLong(at + 16);
  }

  public long receivedNs() {
    return bytes.getLong(at + 24);
  }

  /**
   * TRADE: price; QUOTE: last price or {@link Tick#ABSENT}; MARK: mark; CANDLE: open; FUNDING:
   * rate.
   */
  public long price() {
    return bytes.getLong(at + 32);
  }

  /** TRADE. */
  public long size() {
    return bytes.getLong(at + 40);
  }

  /** MARK. */
  public long index() {
    return bytes.getLong(at + 40);
  }

  /** QUOTE. */
  public long bid() {
    return bytes.getLong(at + 40);
  }

  /** QUOTE. */
  public long ask() {
    return bytes.getLong(at + 48);
  }

  /** QUOTE. */
  public long bidSize() {
    return bytes.getLong(at + 56);
  }

  /** QUOTE. */
  public long askSize() {
    return bytes.getLong(at + 64);
  }

  /** CANDLE. */
  public long high() {
    return bytes.getLong(at + 40);
  }

  /** CANDLE. */
  public long low() {
    return bytes.getLong(at + 48);
  }

  /** CANDLE. */
  public long close() {
    return bytes.getLong(at + 56);
  }

  /** CANDLE. */
  public long spanMs() {
    return bytes.getLong(at + 64);
  }

  /** FUNDING. */
  public long periodMs() {
    return bytes.getLong(at + 40);
  }

  /** The tick under the cursor as an object, for what outlives the frame. */
  public Tick tick() {
    boolean five = kind().hasFivePrices();
    return new Tick(
        kind(),
        symbol(),
        sequence(),
        exchangeTimeNs(),
        receivedNs(),
        recovered(),
        priceScale(),
        sizeScale(),
        price(),
        bid(),
        five ? ask() : 0,
        five ? bidSize() : 0,
        five ? askSize() : 0);
  }
}
