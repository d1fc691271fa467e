package io.tickwire.rules.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
  void firesOften_soThatTheComparisonMeansSomething() {
    int hits = seedsUpTo(100).mapToInt(seed -> new Run(seed).play()).sum();

    assertThat(hits).isGreaterThan(2_000);
  }

  private static Stream<Long> seedsUpTo(int count) {
    return LongStream.range(0, count).boxed();
  }

  /** One random life of an instrument, told to both. */
  private static final class Run {
    private final Random random;
    private final SymbolEvaluator evaluator = new SymbolEvaluator(TickSize.of(TICK));
    private final LinearScan scan = new LinearScan(TICK);
    private final List<Object> answers = new ArrayList<>();
    private final List<Object> expected = new ArrayList<>();
    private long nowNs = 100;
    private long order;
    private long milli = 100_000;

    Run(long seed) {
      random = new Random(seed);
    }

    int play() {
      int hits = 0;
      for (int step = 0; step < STEPS; step++) {
        nowNs += random.nextInt(3);
        hits += step();
        answers.add(evaluator.armed());
        expected.add(scan.armed());
      }
      assertThat(answers).isEqualTo(expected);
      assertThat(evaluator.duplicates()).isEqualTo(scan.duplicates);
      assertThat(evaluator.rejected()).isEqualTo(scan.rejected);
      return hits;
    }

    private int step() {
      int action = random.nextInt(20);
      if (action < 9) {
        return arm();
      }
      if (action < 10) {
        String ownerId = owner();
        evaluator.disarm(ownerId);
        scan.disarm(ownerId);
        return 0;
      }
      milli += (random.nextInt(41) - 20) * (random.nextInt(10) == 0 ? 1_000L : 100L);
      milli = Math.max(90_000, Math.min(110_000, milli));
      return action < 14 ? trade() : action < 16 ? mark() : action < 19 ? quote() : reference();
    }

    private int arm() {
      String ownerId = owner();
      long version = 1L + random.nextInt(6);
      long armedAtNs = nowNs + random.nextInt(7) - 4L;
      List<Rule> rules = new ArrayList<>();
      for (ExecutionKind kind : ExecutionKind.values()) {
        if (random.nextInt(3) == 0) {
          rules.add(
              new Rule(
                  ownerId,
                  kind,
                  SOURCES.get(random.nextInt(SOURCES.size())),
                  random.nextBoolean() ? Direction.UP : Direction.DOWN,
                  890L + random.nextInt(221),
                  version,
                  armedAtNs,
                  order++ / 3,
                  random.nextBoolean()));
        }
      }
      return rules.isEmpty() ? 0 : same(evaluator.arm(rules), scan.arm(rules));
    }

    private int trade() {
      PricePoint p = point(PriceSource.LAST, onTick(), 1);
      return same(
          evaluator.onTrade(
              p.sequence(),
              p.digits(),
              p.scale(),
              p.exchangeTimeNs(),
              p.receivedNs(),
              p.recovered()),
          scan.tick("last", p));
    }

    private int mark() {
      PricePoint p = point(PriceSource.MARK, milli + random.nextInt(100), 3);
      return same(
          evaluator.onMark(
              p.sequence(),
              p.digits(),
              p.scale(),
              p.exchangeTimeNs(),
              p.receivedNs(),
              p.recovered()),
          scan.tick("mark", p));
    }

    private int quote() {
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
      return same(
          evaluator.onQuote(
              bid.sequence(),
              bid.digits(),
              ask.digits(),
              bid.scale(),
              bid.exchangeTimeNs(),
              bid.receivedNs()),
          scan.quote(bid, ask));
    }

    private int reference() {
      PricePoint p = live(point(PriceSource.LAST, onTick(), 1));
      evaluator.onReference(
          p.sequence(), p.digits(), p.scale(), p.exchangeTimeNs(), p.receivedNs());
      scan.reference(p);
      return 0;
    }

    /** Now and then a price of zero, a sequence that was there before, a time gone by. */
    private PricePoint point(PriceSource source, long digits, int scale) {
      return new PricePoint(
          source,
          nowNs - (random.nextInt(8) == 0 ? random.nextInt(5) : 0),
          random.nextInt(25) == 0 ? 0 : digits,
          scale,
          nowNs - (random.nextInt(5) == 0 ? random.nextInt(6) : 0),
          nowNs + 5,
          random.nextInt(10) == 0);
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

    private int same(List<Hit> hits, List<Hit> scanned) {
      answers.add(hits);
      expected.add(scanned);
      return hits.size();
    }
  }
}
