package io.tickwire.benchmarks;

import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.index.SubscriptionIndex;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does it take to find all who want an event, and to replace a subscription, among 100,000
 * with filters on one channel? Percentiles of single look-ups; run with {@code -prof gc} for what
 * they allocate.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SubscriptionIndexBenchmark {
  private static final int EVENTS = 4_096;

  @Param({"10000", "100000", "1000000"})
  int subscriptions;

  private final RandomSubscriptions world = new RandomSubscriptions(1);
  private final EventFields[] events = new EventFields[EVENTS];
  private SubscriptionIndex<Integer> index = new SubscriptionIndex<>();
  private int next;
  private int replaced;

  /** A full index, and events that were read before. */
  @Setup
  public void prepare() {
    index = new SubscriptionIndex<>();
    world.fill(index, subscriptions);
    for (int i = 0; i < EVENTS; i++) {
      events[i] = world.event();
    }
    replaced = world.add(index, 0);
  }

  /** Finds them. */
  @Benchmark
  public int match() {
    return index.match(events[next++ & (EVENTS - 1)]);
  }

  /** Making the filter is part of it. */
  @Benchmark
  public int replace() {
    index.remove(replaced);
    replaced = world.add(index, 0);
    return replaced;
  }
}
