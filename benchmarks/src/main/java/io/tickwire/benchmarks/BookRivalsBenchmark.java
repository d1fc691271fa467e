package io.tickwire.benchmarks;

import io.tickwire.benchmarks.rival.Levels;
import io.tickwire.benchmarks.rival.Rival;
import io.tickwire.benchmarks.rival.SwingingMarket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many ticks a second of one symbol does each way to find the reached rules evaluate? A random
 * walk on which a tick now and then fires a rule, which is armed again elsewhere. Before that, each
 * shows on a smaller book that it fires the same rules in the same order as ours.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BookRivalsBenchmark {
  private static final int COMPARED_TICKS = 5_000;

  @Param Rival rival = Rival.BOOK;

  @Param({"1000", "1000000"})
  int rules;

  private @Nullable Levels levels;
  private @Nullable SwingingMarket market;

  /** The comparison, then a full book. */
  @Setup
  public void prepare() {
    try (Levels ours = Rival.BOOK.start();
        Levels theirs = rival.start()) {
      SwingingMarket.requireSame(ours, theirs, COMPARED_TICKS);
    }
    levels = rival.start();
    market = new SwingingMarket(levels, rules);
  }

  @TearDown
  public void close() {
    if (levels != null) {
      levels.close();
    }
  }

  /** One tick, with the arming of what it fired. */
  @Benchmark
  public int tick() {
    if (market == null) {
      throw new IllegalStateException("not prepared");
    }
    return market.tick();
  }
}
