package io.tickwire.rules.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Simulated time: what is to happen, in order; of the same moment in the order it was asked for.
 * Keeps the one source of chance and a trace of what happened. Not thread-safe.
 */
final class Schedule {
  private static final long BEGIN_US = 1_700_000_000_000_000L;

  final Random random;
  private final boolean traced;
  private final List<String> trace = new ArrayList<>();
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingLong(Step::atUs).thenComparingLong(Step::number));
  private long nowUs = BEGIN_US;
  private long asked;

  private record Step(long atUs, long number, Runnable task) {}

  Schedule(long seed, boolean traced) {
    this.random = new Random(seed);
    this.traced = traced;
  }

  void after(long delayUs, Runnable task) {
    steps.add(new Step(nowUs + Math.max(0, delayUs), asked++, task));
  }

  /** Takes the next step that is due by then. */
  boolean step(long untilUs) {
    Step next = steps.peek();
    if (next == null || next.atUs > untilUs) {
      nowUs = Math.max(nowUs, untilUs);
      return false;
    }
    steps.remove();
    nowUs = next.atUs;
    next.task.run();
    return true;
  }

  long nowUs() {
    return nowUs;
  }

  long nowNs() {
    return nowUs * 1_000;
  }

  /** Between both, evenly. */
  long between(long least, long most) {
    return least + (long) (random.nextDouble() * (most - least + 1));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  void trace(Object... words) {
    if (traced) {
      trace.add(
          (nowUs - BEGIN_US)
              + "us "
              + Stream.of(words).map(String::valueOf).collect(Collectors.joining(" ")));
    }
  }

  List<String> trace() {
    return trace;
  }

  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.EPOCH.plusNanos(nowNs());
      }

      @Override
      public long millis() {
        return nowUs / 1_000;
      }
    };
  }
}
