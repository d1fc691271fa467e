package io.tickwire.benchmarks;

import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.index.SubscriptionIndex;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * How many bytes does the index hold for a subscription with filters, and how long does a look-up
 * take? The heap in use after garbage collection, with the index less without it. Of each event the
 * shortest of many look-ups counts, with all other events in between: on a shared machine that
 * leaves out when something else ran.
 *
 * <p>Arguments: how many subscriptions, 100,000 by default. Run with {@code -XX:+UseSerialGC}: G1
 * rounds every great array up to whole regions, which are part of the figure then.
 */
public final class SubscriptionRun {
  private static final int EVENTS = 10_000;
  private static final int PASSES = 30;

  private SubscriptionRun() {}

  public static void main(String[] args) {
    int count = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
    RandomSubscriptions world = new RandomSubscriptions(1);
    long before = usedBytes();
    SubscriptionIndex<Integer> index = new SubscriptionIndex<>();
    world.fill(index, count);
    try {
      long bytes = usedBytes() - before;
      System.out.printf("%,d subscriptions: %.1f bytes each%n", count, 1.0 * bytes / count);
      measure(index, world);
    } finally {
      Reference.reachabilityFence(index);
    }
  }

  private static void measure(SubscriptionIndex<Integer> index, RandomSubscriptions world) {
    EventFields[] events = new EventFields[EVENTS];
    Arrays.setAll(events, i -> world.event());
    long[] shortestNs = new long[EVENTS];
    Arrays.fill(shortestNs, Long.MAX_VALUE);
    long found = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < EVENTS; i++) {
        long startNs = System.nanoTime();
        found += index.match(events[i]);
        shortestNs[i] = Math.min(shortestNs[i], System.nanoTime() - startNs);
      }
    }
    Arrays.sort(shortestNs);
    System.out.printf(
        "a look-up: %.1f found, p50 %.1f us, p99 %.1f us, max %.1f us%n",
        1.0 * found / EVENTS / PASSES,
        shortestNs[EVENTS / 2] / 1e3,
        shortestNs[EVENTS * 99 / 100] / 1e3,
        shortestNs[EVENTS - 1] / 1e3);
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
