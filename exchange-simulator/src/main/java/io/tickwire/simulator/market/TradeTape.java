package io.tickwire.simulator.market;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The last {@value #CAPACITY} trades of one symbol. */
public final class TradeTape {

  public static final int CAPACITY = 1_000;

  private final Deque<Trade> trades = new ArrayDeque<>(CAPACITY);

  void add(Trade trade) {
    if (trades.size() == CAPACITY) {
      trades.removeFirst();
    }
    trades.addLast(trade);
  }

  /** The newest {@code limit} trades, newest first. */
  public List<Trade> newestFirst(int limit) {
    List<Trade> newest = new ArrayList<>(Math.min(limit, trades.size()));
    Iterator<Trade> backwards = trades.descendingIterator();
    while (backwards.hasNext() && newest.size() < limit) {
      newest.add(backwards.next());
    }
    return newest;
  }

  /** The newest {@code limit} trades, oldest of them first. */
  public List<Trade> oldestFirst(int limit) {
    List<Trade> oldest = newestFirst(limit);
    Collections.reverse(oldest);
    return oldest;
  }
}
