package io.tickwire.benchmarks.rival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Thresholds in two arrays of longs, and every tick looks at all. */
final class ArrayScan implements Levels {
  private static final long NOT_RISING = Long.MAX_VALUE;
  private static final long NOT_FALLING = Long.MIN_VALUE;

  /** By rule; out of reach on the side on which it does not wait. */
  private long[] rises = new long[0];

  private long[] falls = new long[0];
  private long[] orders = new long[0];

  @Override
  public void arm(int rule, boolean rising, long thresholdTicks, long order) {
    if (rule >= rises.length) {
      int from = rises.length;
      int length = Math.max(rule + 1, from * 2);
      rises = Arrays.copyOf(rises, length);
      falls = Arrays.copyOf(falls, length);
      orders = Arrays.copyOf(orders, length);
      Arrays.fill(rises, from, length, NOT_RISING);
      Arrays.fill(falls, from, length, NOT_FALLING);
    }
    rises[rule] = rising ? thresholdTicks : NOT_RISING;
    falls[rule] = rising ? NOT_FALLING : thresholdTicks;
    orders[rule] = order;
  }

  @Override
  public int onPrice(long ticks, int[] fired) {
    List<Integer> hits = new ArrayList<>();
    for (int rule = 0; rule < rises.length; rule++) {
      if (rises[rule] <= ticks || falls[rule] >= ticks) {
        hits.add(rule);
      }
    }
    // All hits of a tick are of one side: on the way to the price, the furthest from it came first.
    hits.sort(
        Comparator.comparing((Integer rule) -> -away(rule, ticks))
            .thenComparing(rule -> orders[rule]));
    for (int i = 0; i < hits.size(); i++) {
      int rule = hits.get(i);
      rises[rule] = NOT_RISING;
      falls[rule] = NOT_FALLING;
      fired[i] = rule;
    }
    return hits.size();
  }

  private long away(int rule, long ticks) {
    return rises[rule] == NOT_RISING ? falls[rule] - ticks : ticks - rises[rule];
  }
}
