package io.tickwire.benchmarks.rival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A random walk between two bounds. A rule that fires waits on the other side of the price then, so
 * that those between the bounds fire again and again and all others wait in vain: however long it
 * runs, about the same share of the ticks fires something. Tells every {@link Levels} the same.
 */
public final class SwingingMarket {
  private static final long MID = 1_000_000_000;
  private static final long TICKS_PER_RULE = 20;
  private static final long NEAR_TICKS = 1_000;
  private static final long BOUND = 2_000;

  /** Inside the bounds, so that a walk that stays at one of them still comes by. */
  private static final long REACHED = 1_900;

  private static final long STEP = 50;

  private final Levels levels;
  private final boolean[] rises;
  private final int[] fired;
  private long price = MID;
  private long order;
  private long walk = 1;

  public SwingingMarket(Levels levels, int rules) {
    this.levels = levels;
    rises = new boolean[rules];
    fired = new int[rules];
    for (int rule = 0; rule < rules; rule++) {
      rises[rule] = rule % 2 == 0;
      long away = scattered(rules * TICKS_PER_RULE);
      levels.arm(rule, rises[rule], rises[rule] ? MID + away : MID - away, order++);
    }
  }

  /** The next tick. */
  public int tick() {
    // Cheaper than the ticks to be measured, unlike java.util.Random.
    walk = walk * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    long next = price + (walk >>> 33) % (2 * STEP + 1) - STEP;
    price = Math.max(MID - BOUND, Math.min(MID + BOUND, next));
    int count = levels.onPrice(price, fired);
    for (int i = 0; i < count; i++) {
      armBehind(fired[i]);
    }
    return count;
  }

  /**
   * Lets two tell what fires along the same path.
   *
   * @throws IllegalStateException when they differ
   */
  public static void requireSame(Levels one, Levels other, int ticks) {
    List<String> hits = new SwingingMarket(one, 1_000).hits(ticks);
    List<String> others = new SwingingMarket(other, 1_000).hits(ticks);
    if (hits.size() < ticks / 50 || !hits.equals(others)) {
      throw new IllegalStateException(
          "not the same hits: one=" + hits.size() + " other=" + others.size());
    }
  }

  private List<String> hits(int ticks) {
    List<String> hits = new ArrayList<>();
    for (int i = 0; i < ticks; i++) {
      int count = tick();
      if (count > 0) {
        hits.add(i + ":" + Arrays.toString(Arrays.copyOf(fired, count)));
      }
    }
    return hits;
  }

  /** On the other side of the price, between the bounds. */
  private void armBehind(int rule) {
    rises[rule] = !rises[rule];
    long away = scattered(NEAR_TICKS);
    long threshold =
        rises[rule] ? Math.min(MID + REACHED, price + away) : Math.max(MID - REACHED, price - away);
    levels.arm(rule, rises[rule], threshold, order++);
  }

  /** From one to the depth, the same for everyone: a hash of the arming order. */
  private long scattered(long depth) {
    long hash = (order + 1) * 0x9E3779B97F4A7C15L;
    return 1 + (hash >>> 33) % depth;
  }
}
