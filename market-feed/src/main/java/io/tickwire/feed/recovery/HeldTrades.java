package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Live trades of one symbol that wait for what comes before them. Pure, not thread-safe. */
final class HeldTrades {
  private final RecoveryConfig config;
  private final NavigableMap<Long, Tick> bySequence = new TreeMap<>();
  private long sinceMs;

  HeldTrades(RecoveryConfig config) {
    this.config = config;
  }

  void add(Tick trade, long nowMs) {
    if (bySequence.isEmpty()) {
      sinceMs = nowMs;
    }
    bySequence.put(trade.sequence(), trade);
  }

  boolean has(long sequence) {
    return bySequence.containsKey(sequence);
  }

  boolean isEmpty() {
    return bySequence.isEmpty();
  }

  int size() {
    return bySequence.size();
  }

  boolean isTooMany() {
    return bySequence.size() >= config.maxHeld();
  }

  boolean isTooLong(long nowMs) {
    return !bySequence.isEmpty() && nowMs - sinceMs >= config.maxHold().toMillis();
  }

  /** Of the lowest sequence; call only when there is one. */
  Tick first() {
    return bySequence.firstEntry().getValue();
  }

  /** The highest sequence, or the other when none waits. */
  long highest(long otherwise) {
    return bySequence.isEmpty() ? otherwise : bySequence.lastKey();
  }

  Tick takeFirst() {
    return bySequence.pollFirstEntry().getValue();
  }

  /** Those leave that follow what has left without a hole. */
  void leaveInOrder(Published published) {
    while (!bySequence.isEmpty() && published.isNext(bySequence.firstKey())) {
      published.live(takeFirst());
    }
  }

  /** Those leave that a history vouches for. */
  void leaveUpTo(long sequence, Published published) {
    while (!bySequence.isEmpty() && bySequence.firstKey() <= sequence) {
      published.live(takeFirst());
    }
  }
}
