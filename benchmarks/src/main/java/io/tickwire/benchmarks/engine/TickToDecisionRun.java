package io.tickwire.benchmarks.engine;

import io.tickwire.benchmarks.Options;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.SymbolEvaluator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long from a tick to the decision which rules it fires, in one thread, with ticks at a fixed
 * rate? A frame of one tick is read and evaluated as an engine does, over symbols that share the
 * rules; one tick in a hundred fires one, which is armed again further up. Times run from when the
 * tick was due, so that whatever held up those before it counts.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.engine.TickToDecisionRun . [name=value ...]
 *   seconds=60 rate=100000 rules=1000000 symbols=1000
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class TickToDecisionRun {
  private static final long NS_PER_S = 1_000_000_000;
  private static final int WARM_UP_SECONDS = 15;
  private static final int FIRES_ONE_IN = 100;
  private static final int PRICE_SCALE = 1;
  private static final long GROUND = 1_000_000;
  private static final int STEP = 10;
  private static final TickSize TICKS = TickSize.of(BigDecimal.valueOf(1, PRICE_SCALE));

  private final int symbols;
  private final int steps;
  private final Map<String, SymbolEvaluator> evaluators = new HashMap<>();
  private final String[] names;
  private final long[] ground;
  private final TickFrameBuilder frames = new TickFrameBuilder(0, 1);
  private final TickCursor cursor = new TickCursor();
  private final Random random = new Random(1);
  private final Histogram all = new Histogram(NS_PER_S, 3);
  private final Histogram firing = new Histogram(NS_PER_S, 3);
  private long sequence;
  private long order;

  private TickToDecisionRun(Options options) {
    symbols = options.number("symbols", 1_000);
    steps = options.number("rules", 1_000_000) / symbols;
    names = new String[symbols];
    ground = new long[symbols];
    for (int symbol = 0; symbol < symbols; symbol++) {
      names[symbol] = "S" + symbol + "-USDT";
      ground[symbol] = GROUND;
      SymbolEvaluator evaluator = new SymbolEvaluator(TICKS);
      evaluators.put(names[symbol], evaluator);
      for (int step = 1; step <= steps; step++) {
        arm(evaluator, GROUND + (long) step * STEP);
      }
    }
  }

  /** See the class. */
  public static void main(String[] arguments) {
    Options options = new Options(arguments);
    TickToDecisionRun run = new TickToDecisionRun(options);
    int rate = options.number("rate", 100_000);
    run.drive(WARM_UP_SECONDS, rate);
    run.all.reset();
    run.firing.reset();
    System.gc();
    int seconds = options.number("seconds", 60);
    run.drive(seconds, rate);
    System.out.printf(
        Locale.ROOT,
        "%,d ticks/s for %d s over %,d symbols with %,d rules, %,d fired%n",
        rate,
        seconds,
        run.symbols,
        run.evaluators.values().stream().mapToInt(SymbolEvaluator::armed).sum(),
        run.firing.getTotalCount());
    print("all ticks", run.all);
    print("ticks that fire", run.firing);
  }

  private void drive(int seconds, int rate) {
    long gapNs = NS_PER_S / rate;
    long count = (long) seconds * rate;
    long startNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
    for (long i = 0; i < count; i++) {
      int symbol = random.nextInt(symbols);
      boolean fires = i % FIRES_ONE_IN == 0;
      long dueNs = startNs + i * gapNs;
      TickFrame frame = frame(symbol, fires, dueNs);
      while (System.nanoTime() - dueNs < 0) {
        Thread.onSpinWait();
      }
      List<Hit> hits = evaluate(frame);
      long tookNs = Math.min(System.nanoTime() - dueNs, NS_PER_S);
      all.recordValue(tookNs);
      if (fires) {
        firing.recordValue(tookNs);
        requireOne(hits);
        evaluator(names[symbol]).disarm(hits.get(0).rule().ownerId());
        ground[symbol] += STEP;
        arm(evaluator(names[symbol]), ground[symbol] + (long) steps * STEP);
      }
    }
  }

  private TickFrame frame(int symbol, boolean fires, long timeNs) {
    long price = ground[symbol] + (fires ? STEP : 1 + random.nextInt(STEP - 2));
    frames.add(Tick.trade(names[symbol], ++sequence, timeNs, timeNs, PRICE_SCALE, price, 0, 1));
    return frames.build(timeNs);
  }

  /** The hits of the only tick. */
  private List<Hit> evaluate(TickFrame frame) {
    cursor.wrap(frame);
    if (!cursor.next()) {
      throw new IllegalStateException("a frame without a tick");
    }
    return evaluator(cursor.symbol())
        .onTrade(
            cursor.sequence(),
            cursor.price(),
            cursor.priceScale(),
            cursor.exchangeTimeNs(),
            cursor.receivedNs(),
            cursor.recovered());
  }

  private static void requireOne(List<Hit> hits) {
    if (hits.size() != 1) {
      throw new IllegalStateException("not one rule fired: hits=" + hits.size());
    }
  }

  private SymbolEvaluator evaluator(String symbol) {
    SymbolEvaluator found = evaluators.get(symbol);
    if (found == null) {
      throw new IllegalStateException("no such symbol: symbol=" + symbol);
    }
    return found;
  }

  private void arm(SymbolEvaluator evaluator, long thresholdTicks) {
    long number = ++order;
    Rule rule =
        new Rule(
            "trg_" + number,
            ExecutionKind.TRIGGER,
            PriceSource.LAST,
            Direction.UP,
            thresholdTicks,
            1,
            0,
            number,
            false);
    List<Rule> rules = new ArrayList<>(1);
    rules.add(rule);
    evaluator.arm(rules);
  }

  private static void print(String what, Histogram ns) {
    System.out.printf(
        Locale.ROOT,
        "%s: n=%,d p50=%.2f us p90=%.2f us p99=%.2f us p99.9=%.2f us max=%.0f us%n",
        what,
        ns.getTotalCount(),
        ns.getValueAtPercentile(50) / 1e3,
        ns.getValueAtPercentile(90) / 1e3,
        ns.getValueAtPercentile(99) / 1e3,
        ns.getValueAtPercentile(99.9) / 1e3,
        ns.getMaxValue() / 1e3);
  }
}
