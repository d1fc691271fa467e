package io.tickwire.rules.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Same books, same paths: the evaluator must return the hits of {@link LinearScan}, in order. */
class SymbolEvaluatorAgainstScanTest {
  private static final int STEPS = 200;
  private static final int OWNERS = 20;
  private static final List<PriceSource> SOURCES = List.of(PriceSource.values());
  private static final BigDecimal TICK = new BigDecimal("0.1");

  static LongStream seeds() {
    return LongStream.range(0, 2_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void firesWhatALinearScanFires_onRandomBooksAndPaths(long seed) {
    new Run(seed).play();
  }

  @Test
  void firesOftenInEveryWay_soThatTheComparisonMeansSomething() {
    Map<String, Integer> counts = new TreeMap<>();
    for (long seed = 0; seed < 200; seed++) {
      Run run = new Run(seed);
      run.play();
      run.counts.forEach((what, count) -> counts.merge(what, count, Integer::sum));
    }

    assertThat(counts)
        .containsOnlyKeys("Level", "Cross", "Trailing", "partial", "late", "candle", "held");
    assertThat(counts.values()).allMatch(count -> count > 100);
  }

  /** One random life of an instrument, told to both. */
  private static final class Run {
    private static final Crossing[] CROSSINGS = Crossing.values();
    private static final Origin[] ORIGINS = Origin.values();

    private final long seed;
    private final Random random;
    private final SymbolEvaluator evaluator = new SymbolEvaluator(TickSize.of(TICK));
    private final LinearScan scan = new LinearScan(TICK);
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<Object> answers = new ArrayList<>();
    private final List<Object> expected = new ArrayList<>();
    private long nowNs = 10_000_000;
    private long order;
    private long milli = 100_000;

    Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        nowNs += random.nextInt(4);
        step();
        assertThat(answers).as("hits seed=%d step=%d", seed, step).isEqualTo(expected);
        answers.clear();
        expected.clear();
        count("held", evaluator.held() > 0);
        compareState(step);
      }
      assertThat(evaluator.duplicates()).isEqualTo(scan.duplicates);
      assertThat(evaluator.rejected()).isEqualTo(scan.rejected);
    }

    private void compareState(int step) {
      assertThat(evaluator.armed()).as("armed seed=%d step=%d", seed, step).isEqualTo(scan.armed());
      assertThat(evaluator.held()).as("held seed=%d step=%d", seed, step).isEqualTo(scan.held());
      assertThat(evaluator.extremes())
          .as("extremes seed=%d step=%d", seed, step)
          .containsExactlyInAnyOrderElementsOf(scan.extremes());
    }

    private void step() {
      int action = random.nextInt(24);
      if (action < 9) {
        arm();
        return;
      }
      if (action < 10) {
        String ownerId = owner();
        evaluator.disarm(ownerId);
        scan.disarm(ownerId);
        return;
      }
      milli += (random.nextInt(41) - 20) * (random.nextInt(10) == 0 ? 1_000L : 100L);
      milli = Math.max(90_000, Math.min(110_000, milli));
      if (action == 10) {
        candle();
        return;
      }
      if (action < 18) {
        trade();
      } else if (action < 20) {
        mark();
      } else if (action < 23) {
        quote();
      } else {
        reference();
      }
    }

    private void arm() {
      String ownerId = owner();
      long version = 1L + random.nextInt(9);
      long armedAtNs = nowNs + random.nextInt(12) - 9L;
      List<Rule> rules = new ArrayList<>();
      for (ExecutionKind kind : ExecutionKind.values()) {
        int count = random.nextInt(6) - 3;
        for (int index = 0; index < count; index++) {
          rules.add(rule(ownerId, kind, index, version, armedAtNs));
        }
      }
      if (!rules.isEmpty()) {
        same(evaluator.arm(rules), scan.arm(rules));
      }
    }

    private Rule rule(String ownerId, ExecutionKind kind, int index, long version, long armedAtNs) {
      return new Rule(
          ownerId,
          kind,
          index,
          random.nextInt(3) > 0 ? PriceSource.LAST : SOURCES.get(random.nextInt(3)),
          switch (random.nextInt(5)) {
            case 0, 1 -> new Wait.Level(direction(), near());
            case 2, 3 ->
                new Wait.Cross(
                    CROSSINGS[random.nextInt(3)],
                    near(),
                    random.nextInt(3) == 0 ? 1L + random.nextInt(30) : 1,
                    ORIGINS[Math.max(0, random.nextInt(7) - 4)]);
            default -> trailing();
          },
          version,
          armedAtNs - (random.nextInt(8) == 0 ? 1 : 0),
          random.nextInt(4) == 0 ? nowNs + random.nextInt(30) : 0,
          order++ / 3,
          random.nextBoolean(),
          random.nextInt(3) == 0,
          random.nextInt(4) == 0 ? 20 + random.nextInt(300) : 0);
    }

    private Wait trailing() {
      Side side = random.nextBoolean() ? Side.LONG : Side.SHORT;
      Trail trail =
          random.nextBoolean()
              ? Trail.basisPoints(side, 50L * (1 + random.nextInt(6)))
              : Trail.ticks(side, 5L * (1 + random.nextInt(8)));
      Wait.Activation activation =
          random.nextBoolean() ? null : new Wait.Activation(direction(), near());
      return new Wait.Trailing(trail, activation, random.nextInt(5) == 0 ? near() : 0);
    }

    private Direction direction() {
      return random.nextBoolean() ? Direction.UP : Direction.DOWN;
    }

    private long near() {
      return Math.max(1, milli / 100 + random.nextInt(81) - 40);
    }

    /** Its span is a millisecond, which is far in the future of these nanoseconds, or is over. */
    private void candle() {
      long startNs = nowNs - random.nextInt(20);
      long low = milli / 100 - random.nextInt(20);
      long high = milli / 100 + random.nextInt(20);
      long open = low + random.nextInt((int) (high - low) + 1);
      long close = low + random.nextInt((int) (high - low) + 1);
      if (random.nextInt(20) == 0) {
        high = low - 1;
      }
      long spanMs = random.nextInt(20) == 0 ? 0 : 1;
      long shiftNs = random.nextBoolean() ? 0 : 1_000_000 - random.nextInt(20);
      long[] prices = {open, high, low, close};
      same(
          evaluator.onCandle(startNs - shiftNs, spanMs, nowNs + 5, 1, open, high, low, close),
          scan.candle(startNs - shiftNs, spanMs, nowNs + 5, 1, prices));
    }

    private void trade() {
      PricePoint p = point(PriceSource.LAST, onTick(), 1);
      same(
          evaluator.onTrade(
              p.sequence(),
              p.digits(),
              p.scale(),
              p.exchangeTimeNs(),
              p.receivedNs(),
              p.recovered()),
          scan.tick("last", p));
    }

    private void mark() {
      PricePoint p = point(PriceSource.MARK, milli + random.nextInt(100), 3);
      same(
          evaluator.onMark(
              p.sequence(),
              p.digits(),
              p.scale(),
              p.exchangeTimeNs(),
              p.receivedNs(),
              p.recovered()),
          scan.tick("mark", p));
    }

    private void quote() {
      PricePoint bid = live(point(PriceSource.BID_ASK, onTick(), 1));
      PricePoint ask =
          new PricePoint(
              bid.source(),
              bid.sequence(),
              random.nextInt(15) == 0 ? 0 : bid.digits() + random.nextInt(4),
              bid.scale(),
              bid.exchangeTimeNs(),
              bid.receivedNs(),
              false);
      same(
          evaluator.onQuote(
              bid.sequence(),
              bid.digits(),
              ask.digits(),
              bid.scale(),
              bid.exchangeTimeNs(),
              bid.receivedNs()),
          scan.quote(bid, ask));
    }

    private void reference() {
      PricePoint p = live(point(PriceSource.LAST, onTick(), 1));
      evaluator.onReference(
          p.sequence(), p.digits(), p.scale(), p.exchangeTimeNs(), p.receivedNs());
      scan.reference(p);
    }

    /** Now and then a price of zero, a sequence that was there before, a time gone by. */
    private PricePoint point(PriceSource source, long digits, int scale) {
      boolean isOlder = random.nextInt(4) == 0;
      return new PricePoint(
          source,
          nowNs - (isOlder ? random.nextInt(12) : 0),
          random.nextInt(25) == 0 ? 0 : digits,
          scale,
          nowNs - (random.nextInt(5) == 0 ? random.nextInt(6) : 0),
          nowNs + 5,
          random.nextInt(4) == 0 || (isOlder && random.nextBoolean()));
    }

    private static PricePoint live(PricePoint p) {
      return new PricePoint(
          p.source(),
          p.sequence(),
          p.digits(),
          p.scale(),
          p.exchangeTimeNs(),
          p.receivedNs(),
          false);
    }

    private long onTick() {
      return milli / 100;
    }

    private String owner() {
      return "p" + random.nextInt(OWNERS);
    }

    private void same(List<Hit> hits, List<Hit> scanned) {
      answers.add(hits);
      expected.add(scanned);
      hits.forEach(this::count);
    }

    private void count(Hit hit) {
      count(hit.rule().waitsFor().getClass().getSimpleName(), true);
      count("partial", hit.rule().partial());
      count("late", hit.late());
      count("candle", hit.tick().sequence() <= 10);
    }

    private void count(String what, boolean isSo) {
      if (isSo) {
        counts.merge(what, 1, Integer::sum);
      }
    }
  }
}
