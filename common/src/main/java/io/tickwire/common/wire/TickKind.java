package io.tickwire.common.wire;

/** What one entry of a {@link TickFrame} reports. The code is the byte on the wire. */
public enum TickKind {
  /** A trade: price and size; the only source for rules on {@code last}. */
  TRADE(1, 48),
  /** A sampled best bid and ask with the last price where the venue gives one. */
  QUOTE(2, 72),
  /** The venue's mark and index price. */
  MARK(3, 48),
  /** Open, high, low and close of trades in a span of time that nobody watched. */
  CANDLE(4, 72),
  /** The funding rate of a perpetual contract. */
  FUNDING(5, 48);

  private final int code;
  private final int bytes;

  TickKind(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  /** Whether an entry holds five numbers; else two. */
  boolean hasFivePrices() {
    return this == QUOTE || this == CANDLE;
  }

  /** Size of an entry of this kind in a frame. */
  int bytes() {
    return bytes;
  }

  /**
   * @throws IllegalArgumentException for a code that no version of this codec wrote
   */
  static TickKind of(int code) {
    return switch (code) {
      case 1 -> TRADE;
      case 2 -> QUOTE;
      case 3 -> MARK;
      case 4 -> CANDLE;
      case 5 -> FUNDING;
      default -> throw new IllegalArgumentException("unknown tick kind: code=" + code);
    };
  }
}
