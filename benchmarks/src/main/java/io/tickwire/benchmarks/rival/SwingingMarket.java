package io.tickwire.benchmarks.rival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A random walk on which rules fire and are armed again a little further away, so that always the
 * same number waits, half of them on each side, and about as many near the price. The same seed
 * tells every {@link Levels} the same.
 */
public final class SwingingMarket {
  private static final long MID = 1_000_000_000;
  private static final long TICKS_PER_RULE = 4;
  private static final int NEAR_TICKS = 1_000;
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
      arm(rule, rules * TICKS_PER_RULE);
    }
  }

  /** The next tick. */
  public int tick() {
    // Cheaper than the ticks to be measured, unlike java.util.Random.
    walk = walk * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    price += (walk >>> 33) % (2 * STEP + 1) - STEP;
    int count = levels.onPrice(price, fired);
    for (int i = 0; i < count; i++) {
      arm(fired[i], NEAR_TICKS);
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

  /** Scattered evenly, the same for everyone: a hash of the arming order. */
  private void arm(int rule, long depth) {
    long hash = (order + 1) * 0x9E3779B97F4A7C15L;
    long away = 1 + (hash >>> 33) % depth;
    levels.arm(rule, rises[rule], rises[rule] ? price + away : price - away, order++);
  }
}
