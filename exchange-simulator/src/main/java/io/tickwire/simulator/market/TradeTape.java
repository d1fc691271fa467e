package io.tickwire.simulator.market;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The last {@value #CAPACITY} trades of one symbol, as numbers: over a million trades kept as
 * objects would make the garbage collector stop the market for tens of milliseconds. Not
 * thread-safe.
 */
public final class TradeTape {

  public static final int CAPACITY = 1_000;

  private static final int FIRST_ROOM = 16;

  /** Of a trade: ticks, steps (negative when sold), time in epoch nanoseconds. */
  private static final int FIELDS = 3;

  private final Listing listing;
  private long[] ring = new long[FIRST_ROOM * FIELDS];
  private int count;

  /** Where the next trade goes; sequences have no gaps, so only the newest is kept. */
  private int next;

  private long newestSequence;

  TradeTape(Listing listing) {
    this.listing = listing;
  }

  void add(Trade trade) {
    if (count == room() && count < CAPACITY) {
      ring = Arrays.copyOf(ring, Math.min(count * 2, CAPACITY) * FIELDS);
      next = count;
    }
    int at = next * FIELDS;
    ring[at] = trade.priceTicks();
    ring[at + 1] = trade.side() == Side.SELL ? -trade.sizeSteps() : trade.sizeSteps();
    ring[at + 2] = trade.timeNs();
    next = next + 1 == room() ? 0 : next + 1;
    count = Math.min(count + 1, CAPACITY);
    newestSequence = trade.sequence();
  }

  private int room() {
    return ring.length / FIELDS;
  }

  /** The newest {@code limit} trades, newest first. */
  public List<Trade> newestFirst(int limit) {
    int wanted = Math.min(limit, count);
    List<Trade> newest = new ArrayList<>(wanted);
    for (int back = 0; back < wanted; back++) {
      newest.add(trade(back));
    }
    return newest;
  }

  private Trade trade(int back) {
    int at = Math.floorMod(next - 1 - back, room()) * FIELDS;
    long steps = ring[at + 1];
    return new Trade(
        listing,
        newestSequence - back,
        steps < 0 ? Side.SELL : Side.BUY,
        ring[at],
        Math.abs(steps),
        ring[at + 2]);
  }

  /** The newest {@code limit} trades, oldest of them first. */
  public List<Trade> oldestFirst(int limit) {
    List<Trade> oldest = newestFirst(limit);
    Collections.reverse(oldest);
    return oldest;
  }
}
