package io.tickwire.push.fanout;

import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was dropped of each channel and one connection is still to be told of: nothing is dropped in
 * silence. A connection has none of these until something is dropped for the first time. Not
 * thread-safe.
 */
final class Losses {
  /** Between two times. */
  private static final long TELL_MS = 1_000;

  private final Map<String, Integer> missed = new LinkedHashMap<>();
  private long nextTellMs = Long.MIN_VALUE;

  void add(String channel) {
    missed.merge(channel, 1, Integer::sum);
  }

  void addAll(List<String> channels) {
    channels.forEach(this::add);
  }

  void forget(String channel) {
    missed.remove(channel);
  }

  boolean isEmpty() {
    return missed.isEmpty();
  }

  /** Tells now and then, to a reader who follows. */
  void tell(Delivery reader, long nowMs) {
    if (!missed.isEmpty() && (nowMs >= nextTellMs || nowMs < nextTellMs - TELL_MS)) {
      nextTellMs = nowMs + TELL_MS;
      tell(reader);
    }
  }

  /** As much as is told without a wait. */
  void tell(Delivery reader) {
    Iterator<Map.Entry<String, Integer>> all = missed.entrySet().iterator();
    while (all.hasNext() && !reader.isBehind()) {
      Map.Entry<String, Integer> dropped = all.next();
      all.remove();
      reader.write(
          ServerFrames.write(new ServerFrame.Lagged(dropped.getKey(), dropped.getValue())));
    }
  }
}
