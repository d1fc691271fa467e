package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import org.jspecify.annotations.Nullable;

/** One tick in fields that are written again, so that a tick that fires nothing allocates none. */
final class TickSlot {
  private final PriceSource source;
  private final TickSize tickSize;

  private boolean known;
  private long sequence;
  private long digits;
  private int scale;
  private long exchangeTimeNs;
  private long receivedNs;
  private boolean recovered;
  private long floorTicks;
  private long ceilTicks;
  private @Nullable PricePoint point;

  TickSlot(PriceSource source, TickSize tickSize) {
    this.source = source;
    this.tickSize = tickSize;
  }

  /**
   * @return false, and nothing changed, when the price is not positive or not countable in ticks
   */
  boolean set(
      long newSequence,
      long newDigits,
      int newScale,
      long newExchangeTimeNs,
      long newReceivedNs,
      boolean isRecovered) {
    if (newDigits <= 0) {
      return false;
    }
    long floor;
    long ceil;
    try {
      floor = tickSize.floor(newDigits, newScale);
      ceil = tickSize.ceil(newDigits, newScale);
    } catch (ArithmeticException overflow) {
      return false;
    }
    known = true;
    floorTicks = floor;
    ceilTicks = ceil;
    sequence = newSequence;
    digits = newDigits;
    scale = newScale;
    exchangeTimeNs = newExchangeTimeNs;
    receivedNs = newReceivedNs;
    recovered = isRecovered;
    point = null;
    return true;
  }

  boolean set(PricePoint p) {
    return set(
        p.sequence(), p.digits(), p.scale(), p.exchangeTimeNs(), p.receivedNs(), p.recovered());
  }

  void copy(TickSlot other) {
    known = other.known;
    floorTicks = other.floorTicks;
    ceilTicks = other.ceilTicks;
    sequence = other.sequence;
    digits = other.digits;
    scale = other.scale;
    exchangeTimeNs = other.exchangeTimeNs;
    receivedNs = other.receivedNs;
    recovered = other.recovered;
    point = other.point;
  }

  void clear() {
    known = false;
    point = null;
  }

  boolean isKnown() {
    return known;
  }

  long sequence() {
    return sequence;
  }

  long digits() {
    return digits;
  }

  int scale() {
    return scale;
  }

  long exchangeTimeNs() {
    return exchangeTimeNs;
  }

  long receivedNs() {
    return receivedNs;
  }

  boolean isRecovered() {
    return recovered;
  }

  long floorTicks() {
    return floorTicks;
  }

  long ceilTicks() {
    return ceilTicks;
  }

  /** Null when nothing is known. */
  @Nullable PricePoint point() {
    if (point == null && known) {
      point =
          new PricePoint(source, sequence, digits, scale, exchangeTimeNs, receivedNs, recovered);
    }
    return point;
  }

  /** The point of a slot that has been set. */
  PricePoint requirePoint() {
    PricePoint p = point();
    if (p == null) {
      throw new IllegalStateException("no price known: source=" + source);
    }
    return p;
  }
}
