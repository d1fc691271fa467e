package io.tickwire.benchmarks.rival;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;
import java.util.TreeMap;

/** A sorted map of levels for each side, a queue of rules at each level. */
final class TreeLevels implements Levels {
  private final TreeMap<Long, Queue<Integer>> rises = new TreeMap<>();
  private final TreeMap<Long, Queue<Integer>> falls = new TreeMap<>(Collections.reverseOrder());

  @Override
  public void arm(int rule, boolean rising, long thresholdTicks, long order) {
    (rising ? rises : falls)
        .computeIfAbsent(thresholdTicks, level -> new ArrayDeque<>(2))
        .add(rule);
  }

  @Override
  public int onPrice(long ticks, int[] fired) {
    int count = 0;
    while (!falls.isEmpty() && falls.firstKey() >= ticks) {
      for (int rule : falls.pollFirstEntry().getValue()) {
        fired[count++] = rule;
      }
    }
    while (!rises.isEmpty() && rises.firstKey() <= ticks) {
      for (int rule : rises.pollFirstEntry().getValue()) {
        fired[count++] = rule;
      }
    }
    return count;
  }
}
