package io.tickwire.benchmarks.engine;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.SymbolEvaluator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
 * How many trades a second does one thread evaluate that reach no rule, with all that an engine
 * keeps of a symbol: sequences, the newest price, the range since the checkpoint, the trades of the
 * last 90 seconds, and the book? Over 1,000 symbols in random order. Run with {@code -prof gc} to
 * see that none allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx8g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class QuietTradeBenchmark {
  private static final int SYMBOLS = 1_000;
  private static final int TRADES = 1 << 16;
  private static final long MID = 1_000_000;
  private static final int SWING = 5_000;
  private static final int DEPTH = 500_000;
  private static final int PRICE_SCALE = 1;

  private static final TickSize TICKS = TickSize.of(BigDecimal.valueOf(1, PRICE_SCALE));

  /** Rules on every symbol. */
  @Param({"10", "1000"})
  int rules;

  /** Of one symbol, by exchange time: as many as 90 of these seconds hold are kept. */
  @Param({"1", "100"})
  int tradesPerSecond;

  private long stepNs;
  private final List<SymbolEvaluator> evaluators = new ArrayList<>();
  private final int[] symbols = new int[TRADES];
  private final long[] prices = new long[TRADES];
  private final long[] sequences = new long[SYMBOLS];
  private long trade;

  /** All rules are beyond where the price goes. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    stepNs = TimeUnit.SECONDS.toNanos(1) / SYMBOLS / tradesPerSecond;
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      SymbolEvaluator evaluator = new SymbolEvaluator(TICKS);
      for (int i = 0; i < rules; i++) {
        evaluator.arm(List.of(rule(random, i)));
      }
      evaluators.add(evaluator);
    }
    for (int i = 0; i < TRADES; i++) {
      symbols[i] = random.nextInt(SYMBOLS);
      prices[i] = MID + random.nextInt(SWING) - SWING / 2;
    }
  }

  private static Rule rule(Random random, int number) {
    Direction direction = number % 2 == 0 ? Direction.UP : Direction.DOWN;
    long away = (long) SWING + random.nextInt(DEPTH);
    return new Rule(
        "rule-" + number,
        ExecutionKind.TRIGGER,
        PriceSource.LAST,
        direction,
        direction == Direction.UP ? MID + away : MID - away,
        1,
        0,
        number,
        false);
  }

  /** One trade of one symbol. */
  @Benchmark
  public List<Hit> quietTrade() {
    long number = ++trade;
    int next = (int) (number & (TRADES - 1));
    long timeNs = number * stepNs;
    int symbol = symbols[next];
    return evaluators
        .get(symbol)
        .onTrade(++sequences[symbol], prices[next], PRICE_SCALE, timeNs, timeNs, false);
  }
}
