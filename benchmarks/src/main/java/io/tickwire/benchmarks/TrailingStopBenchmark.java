package io.tickwire.benchmarks;

import io.tickwire.common.market.Side;
import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.PriceBook;
import io.tickwire.rules.book.Ticket;
import io.tickwire.rules.book.Trail;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a tick cost while a million trailing stops follow the price? Armed along a random walk
 * with one of forty distances; then the price makes a new high with every tick, or walks on inside
 * the range it has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrailingStopBenchmark {
  private static final int DISTANCES = 20;
  private static final int STEP_BP = 100;
  private static final long START = 1_000_000_000;

  @Param("1000000")
  int stops;

  private final Random random = new Random(1);
  private PriceBook<String> book = new PriceBook<>();
  private long price = START;
  private long now;

  /** Longs and shorts alike. */
  @Setup(Level.Iteration)
  public void prepare() {
    book = new PriceBook<>();
    price = START;
    for (int i = 0; i < stops; i++) {
      Side side = i % 2 == 0 ? Side.LONG : Side.SHORT;
      long distanceBp = STEP_BP * (1L + random.nextInt(DISTANCES));
      Ticket<String> ticket = new Ticket<>(now, i, "rule");
      book.armTrailing(Trail.basisPoints(side, distanceBp), price, ticket);
      move(1_000);
    }
  }

  private Hits<String> move(int step) {
    price = Math.max(START - START / 250, Math.min(START + START / 250, price + step(step)));
    return book.onPrice(price, price, ++now);
  }

  private long step(int greatest) {
    return random.nextInt(2 * greatest + 1) - (long) greatest;
  }

  /** Every bucket of a long has a new extreme. */
  @Benchmark
  public Hits<String> newHigh() {
    return book.onPrice(++price, price, ++now);
  }

  /** A random walk of small steps; fires nothing. */
  @Benchmark
  public Hits<String> walk() {
    return move(100);
  }
}
