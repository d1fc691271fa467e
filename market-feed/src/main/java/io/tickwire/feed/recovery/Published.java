package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;

/**
 * What has left the line of one symbol: nothing leaves twice, live trades leave in strictly rising
 * sequence. Pure, not thread-safe.
 */
final class Published {
  /** No trade has left yet. */
  static final long NOTHING = LastKnown.NO_TRADE;

  private final LineActions actions;
  private final Numbering numbering;
  private final SeenWindow seen = new SeenWindow();
  private long last = NOTHING;
  private long lastTimeNs;

  /** Up to here others have published, or nobody watched. */
  private long floor = NOTHING;

  private long first = NOTHING;

  Published(LineActions actions, Numbering numbering) {
    this.actions = actions;
    this.numbering = numbering;
  }

  /** The highest sequence, {@link #NOTHING} before the first. */
  long last() {
    return last;
  }

  long lastTimeNs() {
    return lastTimeNs;
  }

  boolean isNext(long sequence) {
    return last != NOTHING && sequence == last + 1;
  }

  boolean has(long sequence) {
    return sequence <= floor || seen.contains(sequence);
  }

  /** Whether a trade below the last never left, although we have watched since before it. */
  boolean lacks(long sequence) {
    return sequence <= last && sequence > Math.max(first, seen.forgottenUpTo()) && !has(sequence);
  }

  /** Somebody else has published everything up to here. */
  void startAfter(long sequence, long timeNs) {
    last = sequence;
    floor = sequence;
    first = sequence;
    lastTimeNs = timeNs;
  }

  /** Its sequence must be above the last. */
  void live(Tick tick) {
    if (tick.sequence() <= last) {
      throw new IllegalStateException(
          "a live trade out of order: symbol="
              + tick.symbol()
              + " sequence="
              + tick.sequence()
              + " last="
              + last);
    }
    moveTo(tick);
    actions.live(tick);
  }

  /** False for one that has left before. */
  boolean recovered(Tick tick) {
    if (has(tick.sequence())) {
      return false;
    }
    if (tick.sequence() > last) {
      moveTo(tick);
    } else {
      seen.add(tick.sequence());
    }
    actions.recovered(tick.asRecovered());
    return true;
  }

  private void moveTo(Tick tick) {
    if (last != NOTHING) {
      numbering.onStep(last, tick.sequence());
    } else {
      first = tick.sequence();
    }
    last = tick.sequence();
    lastTimeNs = tick.exchangeTimeNs();
    seen.add(last);
  }

  /** Live ticks may overtake what is fetched. */
  void gapOpened() {
    seen.widen();
  }

  void gapClosed() {
    seen.narrow();
  }
}
