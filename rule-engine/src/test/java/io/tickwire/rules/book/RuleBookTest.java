package io.tickwire.rules.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ExecutionKind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleBookTest {
  private final RuleBook book = new RuleBook();
  private long order;

  @Test
  void takesWhatAFallReaches_whenThePriceEqualsTheThreshold() {
    Rule stop = arm("p1", Direction.DOWN, 590_000);

    assertThat(take(590_001, 590_001, 1)).isEmpty();
    assertThat(take(590_000, 590_000, 1)).containsExactly(stop);
    assertThat(book.size()).isZero();
  }

  @Test
  void takesWhatARiseReaches_whenThePriceEqualsTheThreshold() {
    Rule target = arm("p1", Direction.UP, 620_000);

    assertThat(take(619_999, 619_999, 1)).isEmpty();
    assertThat(take(620_000, 620_000, 1)).containsExactly(target);
    assertThat(book.contains("p1")).isFalse();
  }

  @Test
  void waits_whenThePriceLiesBetweenTheThresholdAndTheNextTick() {
    arm("down", Direction.DOWN, 590_000);
    arm("up", Direction.UP, 590_001);

    assertThat(take(590_000, 590_001, 1)).isEmpty();
    assertThat(book.size()).isEqualTo(2);
  }

  @Test
  void takesInTheOrderAMovingPriceMeetsThem_whenOneTickReachesSeveral() {
    Rule far = arm("far", Direction.DOWN, 97);
    Rule first = arm("first", Direction.DOWN, 99);
    Rule second = arm("second", Direction.DOWN, 99);
    arm("beyond", Direction.DOWN, 94);

    assertThat(take(95, 95, 1)).containsExactly(first, second, far);
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  void keepsTheRule_whenTheTickIsOlderThanTheArming() {
    Rule rule = rule("p1", ExecutionKind.STOP_LOSS, Direction.DOWN, 100, 50);
    book.arm(rule);

    assertThat(take(90, 90, 49)).isEmpty();
    assertThat(take(90, 90, 50)).containsExactly(rule);
  }

  @Test
  void replacesTheRule_whenOwnerAndKindAreTheSame() {
    book.arm(rule("p1", ExecutionKind.STOP_LOSS, Direction.DOWN, 100, 0));
    Rule edited = rule("p1", ExecutionKind.STOP_LOSS, Direction.DOWN, 90, 0);
    book.arm(edited);

    assertThat(take(95, 95, 1)).isEmpty();
    assertThat(take(90, 90, 1)).containsExactly(edited);
  }

  @Test
  void forgetsAllRulesOfTheOwner_whenDisarmed() {
    book.arm(rule("p1", ExecutionKind.STOP_LOSS, Direction.DOWN, 90, 0));
    book.arm(rule("p1", ExecutionKind.TAKE_PROFIT, Direction.UP, 110, 0));
    Rule other = rule("p2", ExecutionKind.STOP_LOSS, Direction.DOWN, 90, 0);
    book.arm(other);

    assertThat(book.disarm("p1")).isTrue();
    assertThat(book.disarm("p1")).isFalse();
    assertThat(take(120, 120, 1)).isEmpty();
    assertThat(take(80, 80, 1)).containsExactly(other);
  }

  @Test
  void keepsTheTarget_whenTheStopOfTheSameOwnerIsTaken() {
    book.arm(rule("p1", ExecutionKind.STOP_LOSS, Direction.DOWN, 90, 0));
    book.arm(rule("p1", ExecutionKind.TAKE_PROFIT, Direction.UP, 110, 0));

    assertThat(take(90, 90, 1)).hasSize(1);
    assertThat(book.contains("p1")).isTrue();
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  void isQuiet_whenThePriceStaysBetweenTheNearestThresholds() {
    arm("down", Direction.DOWN, 90);
    arm("up", Direction.UP, 110);

    assertThat(book.isQuiet(91, 109)).isTrue();
    assertThat(book.isQuiet(90, 90)).isFalse();
    assertThat(book.isQuiet(110, 110)).isFalse();
    book.disarm("up");
    assertThat(book.isQuiet(110, 110)).isTrue();
  }

  @Test
  void isQuietAtAnyPrice_whenEmpty() {
    assertThat(book.isQuiet(1, 1)).isTrue();
    assertThat(book.isQuiet(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1)).isTrue();
    assertThat(take(Long.MAX_VALUE, Long.MAX_VALUE, 1)).isEmpty();
  }

  @Test
  void firesAtTheGreatestCountableThreshold_whenThePriceGetsThere() {
    Rule rule = arm("p1", Direction.UP, Long.MAX_VALUE);

    assertThat(take(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1, 1)).isEmpty();
    assertThat(take(Long.MAX_VALUE, Long.MAX_VALUE, 1)).containsExactly(rule);
  }

  @Test
  void refusesTheRule_whenTheThresholdIsNotPositive() {
    assertThatThrownBy(() -> rule("p1", ExecutionKind.STOP_LOSS, Direction.DOWN, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ticks=0");
  }

  @Test
  void looksTowardsTheLoss_whenTheRuleIsAStop() {
    assertThat(Direction.ofStop(Side.LONG)).isEqualTo(Direction.DOWN);
    assertThat(Direction.ofStop(Side.SHORT)).isEqualTo(Direction.UP);
    assertThat(Direction.ofTarget(Side.LONG)).isEqualTo(Direction.UP);
    assertThat(Direction.ofTarget(Side.SHORT)).isEqualTo(Direction.DOWN);
    assertThat(Direction.of(Condition.ABOVE)).isEqualTo(Direction.UP);
    assertThat(Direction.of(Condition.BELOW)).isEqualTo(Direction.DOWN);
  }

  @Test
  void watchesTheSideItTradesOn_whenTheSourceIsBidAsk() {
    assertThat(Rule.closesOnAsk(Side.LONG)).isFalse();
    assertThat(Rule.closesOnAsk(Side.SHORT)).isTrue();
    assertThat(Rule.opensOnAsk(Side.LONG)).isTrue();
    assertThat(Rule.opensOnAsk(Side.SHORT)).isFalse();
    assertThat(Rule.alertsOnAsk(Direction.UP)).isFalse();
    assertThat(Rule.alertsOnAsk(Direction.DOWN)).isTrue();
  }

  private List<Rule> take(long floorTicks, long ceilTicks, long timeNs) {
    Hits<Rule> hits = book.onPrice(floorTicks, ceilTicks, timeNs);
    return IntStream.range(0, hits.size()).mapToObj(hits::rule).toList();
  }

  private Rule arm(String ownerId, Direction direction, long thresholdTicks) {
    Rule rule = rule(ownerId, ExecutionKind.STOP_LOSS, direction, thresholdTicks, 0);
    book.arm(rule);
    return rule;
  }

  private Rule rule(
      String ownerId, ExecutionKind kind, Direction direction, long thresholdTicks, long armedAt) {
    return new Rule(
        ownerId, kind, PriceSource.LAST, direction, thresholdTicks, 1, armedAt, order++, false);
  }
}
