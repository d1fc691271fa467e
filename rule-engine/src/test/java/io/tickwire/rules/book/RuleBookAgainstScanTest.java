package io.tickwire.rules.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.ExecutionKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The index by owner must take exactly what a look at every rule takes. */
class RuleBookAgainstScanTest {
  private static final int OWNERS = 25;
  private static final int STEPS = 150;

  static LongStream seeds() {
    return LongStream.range(0, 1_500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void takesWhatALinearScanTakes_onRandomBooksAndPaths(long seed) {
    Random random = new Random(seed);
    RuleBook book = new RuleBook();
    List<Rule> scan = new ArrayList<>();
    List<Object> answers = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      String ownerId = "p" + random.nextInt(OWNERS);
      int action = random.nextInt(10);
      if (action < 5) {
        Rule rule = randomRule(random, ownerId, step);
        book.arm(rule);
        scan.removeIf(r -> r.ownerId().equals(ownerId) && r.kind() == rule.kind());
        scan.add(rule);
      } else if (action < 6) {
        answers.add(book.disarm(ownerId));
        expected.add(scan.removeIf(rule -> rule.ownerId().equals(ownerId)));
      } else {
        long floor = 80L + random.nextInt(41);
        long ceil = floor + (random.nextInt(4) == 0 ? 1 : 0);
        answers.add(taken(book.onPrice(floor, ceil, step)));
        expected.add(take(scan, floor, ceil, step));
      }
      answers.add(book.size());
      expected.add(scan.size());
      answers.add(book.contains(ownerId));
      expected.add(scan.stream().anyMatch(rule -> rule.ownerId().equals(ownerId)));
    }
    assertThat(answers).isEqualTo(expected);
  }

  private static Rule randomRule(Random random, String ownerId, int step) {
    boolean stop = random.nextBoolean();
    return new Rule(
        ownerId,
        stop ? ExecutionKind.STOP_LOSS : ExecutionKind.TAKE_PROFIT,
        PriceSource.LAST,
        random.nextBoolean() ? Direction.UP : Direction.DOWN,
        70L + random.nextInt(61),
        1,
        step + random.nextInt(8) - 3L,
        random.nextInt(12),
        false);
  }

  private static Set<Rule> taken(Hits<Rule> hits) {
    return IntStream.range(0, hits.size()).mapToObj(hits::rule).collect(Collectors.toSet());
  }

  private static Set<Rule> take(List<Rule> scan, long floor, long ceil, long timeNs) {
    Set<Rule> taken = new HashSet<>();
    for (Rule rule : scan) {
      Wait.Level level = (Wait.Level) rule.waitsFor();
      boolean reached =
          level.direction() == Direction.UP
              ? floor >= level.thresholdTicks()
              : ceil <= level.thresholdTicks();
      if (reached && timeNs >= rule.armedAtNs()) {
        taken.add(rule);
      }
    }
    scan.removeAll(taken);
    return taken;
  }
}
