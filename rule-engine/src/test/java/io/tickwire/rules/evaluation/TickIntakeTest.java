package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.rules.book.Direction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a tick: sequences, impossible prices, odd scales. */
class TickIntakeTest {
  private final Desk desk = new Desk("0.1");
  private final SymbolEvaluator evaluator = desk.evaluator;

  @Test
  void ignoresTheSequenceTheSecondTime_whenItComesTwice() {
    evaluator.onTrade(1, 60_000, 0, 2_000, 2_000, false);
    evaluator.onTrade(2, 61_000, 0, 2_001, 2_001, false);
    desk.armLong("L1", "59000", null);

    assertThat(evaluator.onTrade(1, 58_000, 0, 3_000, 3_000, false)).isEmpty();
    assertThat(evaluator.onTrade(2, 58_000, 0, 3_001, 3_001, false)).isEmpty();
    assertThat(evaluator.duplicates()).isEqualTo(2);
    assertThat(requireNonNull(evaluator.last()).digits()).isEqualTo(61_000);
  }

  @Test
  void countsSequencesPerSource_whenTheyOverlap() {
    evaluator.onTrade(100, 60_000, 0, 2_000, 2_000, false);
    evaluator.onMark(5, 60_001, 0, 2_000, 2_000, false);
    evaluator.onQuote(7, 59_999, 60_001, 0, 2_000, 2_000);

    assertThat(evaluator.duplicates()).isZero();
    evaluator.onMark(5, 60_001, 0, 2_000, 2_000, false);
    evaluator.onQuote(6, 59_999, 60_001, 0, 2_000, 2_000);
    assertThat(evaluator.duplicates()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void rejectsThePriceBeforeAnythingChanges_whenNotPositive(long digits) {
    desk.armLong("L1", "59000", null);

    assertThat(evaluator.onTrade(1, digits, 1, 2_000, 2_000, false)).isEmpty();
    assertThat(evaluator.onMark(1, digits, 1, 2_000, 2_000, false)).isEmpty();
    assertThat(evaluator.onQuote(1, digits, digits, 1, 2_000, 2_000)).isEmpty();
    evaluator.onReference(1, digits, 1, 2_000, 2_000);

    assertThat(evaluator.rejected()).isEqualTo(4);
    assertThat(evaluator.last()).isNull();
    assertThat(evaluator.mark()).isNull();
    assertThat(evaluator.bid()).isNull();
    assertThat(evaluator.ask()).isNull();
    assertThat(evaluator.onTrade(1, 590_000, 1, 2_000, 2_000, false)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-18, -1, 0, 20, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void rejectsThePrice_whenItsTicksOverflow(int scale) {
    long digits = scale > 0 ? 590_000 : Long.MAX_VALUE / 2;

    assertThat(evaluator.onTrade(1, digits, scale, 2_000, 2_000, false)).isEmpty();
    assertThat(evaluator.rejected()).isEqualTo(1);
    assertThat(evaluator.last()).isNull();
  }

  @Test
  void countsInTicks_whenThePriceHasMoreDecimalsThanTheTick() {
    desk.armLong("L1", "59000", null);

    assertThat(evaluator.onTrade(1, 59_000_001, 3, 2_000, 2_000, false)).isEmpty();
    assertThat(evaluator.onTrade(2, 59_000_000, 3, 2_000, 2_000, false)).hasSize(1);
  }

  @Test
  void countsInTicks_whenThePriceHasFewerDecimalsThanTheTick() {
    desk.armShort("S1", "61000", null);

    assertThat(evaluator.onTrade(1, 60_999, 0, 2_000, 2_000, false)).isEmpty();
    assertThat(evaluator.onTrade(2, 61, -3, 2_000, 2_000, false)).hasSize(1);
  }

  @Test
  void firesAtATenBillionth_whenTheTickIsThatSmall() {
    Desk dust = new Desk("0.0000000001");
    dust.armLong("L1", "0.0000000007", "0.0000000009");

    assertThat(dust.trade("0.0000000008")).isEmpty();
    assertThat(told(dust.trade("0.0000000007"))).containsExactly("L1 stop_loss 0.0000000007");
  }

  @Test
  void firesAtSixtyThousand_whenTheTickIsATenBillionth() {
    Desk dust = new Desk("0.0000000001");
    dust.armLong("L1", "59000", null);

    assertThat(dust.trade("59000.0000000001")).isEmpty();
    assertThat(told(dust.trade("59000.00"))).containsExactly("L1 stop_loss 59000.00");
  }

  @Test
  void firesOnWholeSteps_whenTheTickIsFiveHundredths() {
    Desk odd = new Desk("0.05");
    odd.armTrigger("t", PriceSource.LAST, Direction.DOWN, "99.95");

    assertThat(odd.trade("99.96")).isEmpty();
    assertThat(odd.trade("99.95")).hasSize(1);
  }

  @Test
  void answersWithTheSharedEmptyList_whenNothingFires() {
    desk.armLong("L1", "59000", "62000");

    assertThat(desk.trade("60000")).isSameAs(List.of());
    assertThat(desk.mark("60000")).isSameAs(List.of());
    assertThat(desk.quote("59999", "60001")).isSameAs(List.of());
  }

  @Test
  void fillsAtAReference_whenItIsNewerThanTheLastTrade() {
    desk.trade("60000");
    desk.reference("60010");

    assertThat(requireNonNull(evaluator.last()).price()).isEqualByComparingTo("60010");
    desk.arm("m", 1, Side.LONG, PriceSource.MARK, "59000", null);
    assertThat(told(desk.mark("58900"))).containsExactly("m stop_loss 60010");
    desk.trade("60020");
    assertThat(requireNonNull(evaluator.last()).price()).isEqualByComparingTo("60020");
  }

  @Test
  void keepsTheTrade_whenTheReferenceIsNotNewer() {
    evaluator.onTrade(1, 60_000, 0, 2_000, 2_000, false);
    evaluator.onReference(99, 60_010, 0, 2_000, 2_100);

    assertThat(requireNonNull(evaluator.last()).digits()).isEqualTo(60_000);
  }

  @Test
  void keepsTheNewestReference_whenAnOlderOneFollows() {
    evaluator.onReference(2, 60_010, 0, 3_000, 3_000);
    evaluator.onReference(1, 60_020, 0, 2_000, 3_100);

    assertThat(requireNonNull(evaluator.last()).digits()).isEqualTo(60_010);
  }

  @Test
  void firesNothingAndBlocksNoTrade_whenAReferenceIsBeyondTheStop() {
    desk.armLong("L1", "59000", null);
    evaluator.onReference(1_000, 58_000, 0, 9_000, 9_000);

    assertThat(desk.armLong("L2", "59000", null)).isEmpty();
    assertThat(told(evaluator.onTrade(1, 58_500, 0, 8_000, 8_000, false)))
        .containsExactly("L1 stop_loss 58500", "L2 stop_loss 58500");
  }
}
