package io.tickwire.benchmarks;

import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.PriceBook;
import io.tickwire.rules.book.Ticket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a rule cost to arm, to cancel and to fire, when a million wait on one symbol, half of
 * them on each side? Nanoseconds a rule; each run goes through all of them once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 4)
@Measurement(iterations = 6)
@OperationsPerInvocation(RuleIndexBenchmark.RULES)
public class RuleIndexBenchmark {
  static final int RULES = 1_000_000;
  private static final long MID = 10_000_000;
  private static final int DEPTH = 5_000_000;
  private static final long STEP = 50;

  private final long[] thresholds = new long[RULES];
  private final int[] handles = new int[RULES];
  private PriceBook<String> empty = new PriceBook<>();
  private PriceBook<String> full = new PriceBook<>();

  /** Random thresholds; an empty and a full book. */
  @Setup(Level.Iteration)
  public void prepare() {
    Random random = new Random(1);
    empty = new PriceBook<>();
    full = new PriceBook<>();
    for (int i = 0; i < RULES; i++) {
      long away = 1L + random.nextInt(DEPTH);
      thresholds[i] = i % 2 == 0 ? MID + away : MID - away;
      handles[i] = arm(full, i);
    }
    for (int i = RULES - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int handle = handles[i];
      handles[i] = handles[other];
      handles[other] = handle;
    }
    full.onPrice(MID, MID, 0);
  }

  private int arm(PriceBook<String> book, int i) {
    Direction direction = i % 2 == 0 ? Direction.UP : Direction.DOWN;
    return book.arm(direction, thresholds[i], new Ticket<>(0, i, "rule"));
  }

  /** Cancels one and arms another, while all others wait. */
  @Benchmark
  public int replace() {
    for (int i = 0; i < RULES; i++) {
      full.cancel(handles[i]);
      arm(full, i);
    }
    return full.size();
  }

  /** In random order, from an empty book that grows. */
  @Benchmark
  public int arm() {
    for (int i = 0; i < RULES; i++) {
      arm(empty, i);
    }
    return empty.size();
  }

  /** In random order, until the book is empty. */
  @Benchmark
  public int cancel() {
    for (int handle : handles) {
      full.cancel(handle);
    }
    return full.size();
  }

  /** A price that swings ever wider and fires about five rules at each turn. */
  @Benchmark
  public long fire() {
    long fired = 0;
    for (long away = STEP; away <= DEPTH; away += STEP) {
      fired += full.onPrice(MID + away, MID + away, 0).size();
      fired += full.onPrice(MID - away, MID - away, 0).size();
    }
    return requireAll(fired);
  }

  /** One price that fires half of them, then one that fires the rest. */
  @Benchmark
  public long fireAtOnce() {
    long fired = full.onPrice(MID + DEPTH, MID + DEPTH, 0).size();
    return requireAll(fired + full.onPrice(MID - DEPTH, MID - DEPTH, 0).size());
  }

  private static long requireAll(long fired) {
    if (fired != RULES) {
      throw new IllegalStateException("not all rules fired: fired=" + fired);
    }
    return fired;
  }
}
