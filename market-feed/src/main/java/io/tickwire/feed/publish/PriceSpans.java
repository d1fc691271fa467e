package io.tickwire.feed.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * High and low of equal spans of time, the earliest first; spans without a price take no room. The
 * oldest go when the newest is too far ahead. Grows with what is kept; not thread-safe.
 */
final class PriceSpans {
  private static final int FIRST_CAPACITY = 8;

  private final long spanMs;
  private final long keepMs;
  private long[] starts = new long[FIRST_CAPACITY];
  private long[] highs = new long[FIRST_CAPACITY];
  private long[] lows = new long[FIRST_CAPACITY];
  private int first;
  private int end;

  PriceSpans(long spanMs, long keepMs) {
    this.spanMs = spanMs;
    this.keepMs = keepMs;
  }

  /** Where the span of that moment begins. */
  long startOf(long timeMs) {
    return Math.floorDiv(timeMs, spanMs) * spanMs;
  }

  void add(long timeMs, long high, long low) {
    long start = startOf(timeMs);
    if (end > first && start <= starts[end - 1] - keepMs) {
      return; // older than what is kept
    }
    int at = indexOf(start);
    if (at < end && starts[at] == start) {
      highs[at] = Math.max(highs[at], high);
      lows[at] = Math.min(lows[at], low);
    } else {
      insert(at, start, high, low);
    }
    while (starts[first] <= starts[end - 1] - keepMs) {
      first++;
    }
  }

  /** Of the first span that does not begin before; the newest is tried first. */
  private int indexOf(long start) {
    if (end > first && starts[end - 1] == start) {
      return end - 1;
    }
    int at = Arrays.binarySearch(starts, first, end, start);
    return at < 0 ? -at - 1 : at;
  }

  private void insert(int index, long start, long high, long low) {
    int at = index;
    if (end == starts.length) {
      at -= first;
      makeRoom();
    }
    move(starts, at, start);
    move(highs, at, high);
    move(lows, at, low);
    end++;
  }

  private void move(long[] values, int at, long value) {
    System.arraycopy(values, at, values, at + 1, end - at);
    values[at] = value;
  }

  private void makeRoom() {
    int count = end - first;
    int capacity = Math.max(FIRST_CAPACITY, count * 3 / 2);
    starts = Arrays.copyOf(Arrays.copyOfRange(starts, first, end), capacity);
    highs = Arrays.copyOf(Arrays.copyOfRange(highs, first, end), capacity);
    lows = Arrays.copyOf(Arrays.copyOfRange(lows, first, end), capacity);
    first = 0;
    end = count;
  }

  /** High of all from the span of that moment on; {@link Long#MIN_VALUE} when there is none. */
  long highSince(long timeMs) {
    long high = Long.MIN_VALUE;
    for (int at = indexOf(startOf(timeMs)); at < end; at++) {
      high = Math.max(high, highs[at]);
    }
    return high;
  }

  /** Low of all from the span of that moment on; {@link Long#MAX_VALUE} when there is none. */
  long lowSince(long timeMs) {
    long low = Long.MAX_VALUE;
    for (int at = indexOf(startOf(timeMs)); at < end; at++) {
      low = Math.min(low, lows[at]);
    }
    return low;
  }

  /** All from the span of that moment on. */
  List<PricesSince.Span> since(long timeMs, int scale) {
    List<PricesSince.Span> spans = new ArrayList<>();
    for (int at = indexOf(startOf(timeMs)); at < end; at++) {
      spans.add(new PricesSince.Span(starts[at], scale, highs[at], lows[at]));
    }
    return spans;
  }

  /** Whether that moment is recent enough to be told from those before. */
  boolean reaches(long timeMs) {
    return end > first && startOf(timeMs) > starts[end - 1] - keepMs;
  }

  /** Every price gets that many times as many digits. */
  void scaleUp(long factor) {
    for (int at = first; at < end; at++) {
      highs[at] = Math.multiplyExact(highs[at], factor);
      lows[at] = Math.multiplyExact(lows[at], factor);
    }
  }

  int size() {
    return end - first;
  }
}
