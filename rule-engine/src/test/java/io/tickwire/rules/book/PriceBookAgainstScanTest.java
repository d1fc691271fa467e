package io.tickwire.rules.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Side;
import io.tickwire.rules.book.ScanBook.Fired;
import io.tickwire.rules.book.ScanBook.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Same rules, same paths: the book must fire what a scan fires, in the same order. */
class PriceBookAgainstScanTest {
  private static final int STEPS = 250;

  static LongStream seeds() {
    return LongStream.range(0, 4_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void firesWhatALinearScanFires_onRandomBooksAndPaths(long seed) {
    new Run(seed).play();
  }

  @Test
  void firesOftenOfEveryKind_soThatTheComparisonMeansSomething() {
    Map<Character, Integer> fired = new HashMap<>();
    for (long seed = 0; seed < 100; seed++) {
      for (Fired hit : new Run(seed).play()) {
        fired.merge(hit.rule().charAt(0), 1, Integer::sum);
      }
    }

    assertThat(fired).containsOnlyKeys('l', 'c', 't', 'a');
    assertThat(fired.values()).allMatch(count -> count > 200);
  }

  /** One random life of a book, told to both. */
  private static final class Run {
    private static final Direction[] DIRECTIONS = Direction.values();
    private static final Crossing[] CROSSINGS = Crossing.values();

    private final long seed;
    private final Random random;
    private final int swing;
    private final PriceBook<String> book = new PriceBook<>();
    private final ScanBook scan = new ScanBook();
    private final Map<String, Integer> handles = new HashMap<>();
    private final List<Fired> fired = new ArrayList<>();
    private long floorTicks;
    private long ceilTicks;
    private long mid = 1_000;
    private int rules;

    Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
      swing = 3 + random.nextInt(40);
    }

    List<Fired> play() {
      for (int step = 0; step < STEPS; step++) {
        int action = random.nextInt(20);
        if (action < 7) {
          arm(step);
        } else if (action == 7) {
          cancel();
        } else if (action == 8) {
          setExtreme();
        } else {
          price(step);
        }
        assertThat(book.size()).as("size seed=%d step=%d", seed, step).isEqualTo(scan.rules.size());
      }
      return fired;
    }

    private void price(int step) {
      mid = Math.max(600, Math.min(1_400, mid + random.nextInt(2 * swing + 1) - swing));
      floorTicks = mid;
      ceilTicks = mid + (random.nextInt(4) == 0 ? 1 : 0);
      long timeNs = (long) step - (random.nextInt(6) == 0 ? random.nextInt(12) : 0);
      List<Fired> answer = new ArrayList<>();
      boolean isQuiet = book.isQuiet(floorTicks, ceilTicks);
      Hits<String> hits = book.onPrice(floorTicks, ceilTicks, timeNs);
      for (int i = 0; i < hits.size(); i++) {
        answer.add(new Fired(hits.rule(i), hits.thresholdTicks(i), hits.direction(i)));
        assertThat(handles.remove(hits.rule(i))).isEqualTo(hits.handle(i));
      }
      List<Fired> expected = scan.onPrice(floorTicks, ceilTicks, timeNs);
      assertThat(answer).as("hits seed=%d step=%d", seed, step).isEqualTo(expected);
      assertThat(isQuiet && !expected.isEmpty()).as("quiet seed=%d", seed).isFalse();
      fired.addAll(answer);
      handles.forEach((rule, handle) -> compareState(rule, handle, step));
    }

    private void compareState(String name, int handle, int step) {
      Waiting rule = scan.rule(name);
      String at = "state seed=" + seed + " step=" + step + " rule=" + name;
      assertThat(book.rule(handle)).as(at).isEqualTo(name);
      assertThat(book.thresholdTicks(handle)).as(at).isEqualTo(ScanBook.level(rule));
      assertThat(book.origin(handle)).as(at).isEqualTo(rule.origin);
      if (rule.trail != null) {
        assertThat(book.extremeTicks(handle)).as(at).isEqualTo(rule.extremeTicks);
      }
    }

    private void arm(int step) {
      long order = rules * 7_919L % 4_001;
      long armedAtNs = step + random.nextInt(12) - 6L;
      switch (random.nextInt(4)) {
        case 0 -> armLevel(new Ticket<>(armedAtNs, order, "l" + rules++));
        case 1 -> armCrossing(new Ticket<>(armedAtNs, order, "c" + rules++));
        case 2 -> armTrailing(new Ticket<>(armedAtNs, order, "t" + rules++));
        default -> armActivated(new Ticket<>(armedAtNs, order, "a" + rules++));
      }
    }

    private void armLevel(Ticket<String> ticket) {
      Waiting rule = new Waiting(ticket, near());
      rule.direction = DIRECTIONS[random.nextInt(2)];
      add(rule, book.arm(rule.direction, rule.thresholdTicks, ticket));
    }

    private void armCrossing(Ticket<String> ticket) {
      long threshold = random.nextInt(4) == 0 ? mid : near();
      Crossing crossing = CROSSINGS[random.nextInt(3)];
      Origin known =
          random.nextBoolean() ? Origin.of(floorTicks, ceilTicks, threshold) : Origin.NONE;
      Waiting rule = new Waiting(ticket, threshold);
      rule.crossing = crossing;
      boolean isUseless =
          (crossing == Crossing.UP && known == Origin.ABOVE)
              || (crossing == Crossing.DOWN && known == Origin.BELOW);
      rule.origin = isUseless ? Origin.NONE : known;
      add(rule, book.armCrossing(crossing, threshold, known, ticket));
    }

    private void armTrailing(Ticket<String> ticket) {
      Waiting rule = new Waiting(ticket, 0);
      rule.trail = trail();
      rule.extremeTicks =
          switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> floorTicks;
            default -> near();
          };
      add(rule, book.armTrailing(rule.trail, rule.extremeTicks, ticket));
    }

    private void armActivated(Ticket<String> ticket) {
      Waiting rule = new Waiting(ticket, near());
      rule.trail = trail();
      rule.activation = DIRECTIONS[random.nextInt(2)];
      add(rule, book.armTrailing(rule.trail, rule.activation, rule.thresholdTicks, ticket));
    }

    private Trail trail() {
      Side side = random.nextBoolean() ? Side.LONG : Side.SHORT;
      return random.nextBoolean()
          ? Trail.basisPoints(side, 100L * (1 + random.nextInt(3)))
          : Trail.ticks(side, 5L * (1 + random.nextInt(3)));
    }

    private void cancel() {
      if (!handles.isEmpty()) {
        String name = someRule();
        int handle = handles.remove(name);
        assertThat(book.cancel(handle)).isEqualTo(name);
        scan.rules.remove(name);
      }
    }

    private void setExtreme() {
      if (!handles.isEmpty()) {
        String name = someRule();
        Waiting rule = scan.rule(name);
        if (rule.trail != null) {
          rule.extremeTicks = near();
          book.setExtreme(handles.getOrDefault(name, -1), rule.extremeTicks);
        }
      }
    }

    private String someRule() {
      return handles.keySet().stream().sorted().toList().get(random.nextInt(handles.size()));
    }

    private void add(Waiting rule, int handle) {
      scan.add(rule);
      handles.put(rule.ticket.rule(), handle);
    }

    private long near() {
      return mid + random.nextInt(61) - 30;
    }
  }
}
