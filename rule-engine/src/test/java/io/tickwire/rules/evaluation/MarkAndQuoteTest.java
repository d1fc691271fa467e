package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkAndQuoteTest {
  private final Desk desk = new Desk("0.1");

  @Test
  void waitsForTheTick_whenTheMarkLiesBetweenItAndTheNext() {
    desk.trade("59010");
    desk.arm("L1", 1, Side.LONG, PriceSource.MARK, "59000", null);

    assertThat(desk.mark("59000.04")).isEmpty();
    assertThat(told(desk.mark("59000.00"))).containsExactly("L1 stop_loss 59010");
  }

  @Test
  void waitsForTheTick_whenARisingMarkLiesBetweenItAndTheOneBefore() {
    desk.trade("60990");
    desk.arm("S1", 1, Side.SHORT, PriceSource.MARK, "61000", null);

    assertThat(desk.mark("60999.96")).isEmpty();
    assertThat(desk.mark("61000.04")).hasSize(1);
  }

  @Test
  void showsTheMarkAndFillsAtLast_whenARuleOnMarkFires() {
    desk.trade("59010.5");
    desk.arm("L1", 1, Side.LONG, PriceSource.MARK, "59000", null);

    Hit hit = desk.mark("58999.97").get(0);

    assertThat(hit.tick().source()).isEqualTo(PriceSource.MARK);
    assertThat(hit.tick().price()).isEqualByComparingTo("58999.97");
    assertThat(hit.fill().source()).isEqualTo(PriceSource.LAST);
    assertThat(hit.fill().price()).isEqualByComparingTo("59010.5");
  }

  @Test
  void firesWithItsMark_whenTheLastPriceBecomesKnownLater() {
    desk.arm("L1", 1, Side.LONG, PriceSource.MARK, "59000", "62000");

    assertThat(desk.mark("58990")).isEmpty();
    assertThat(desk.mark("60000")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
    List<Hit> hits = desk.trade("60010");

    assertThat(told(hits)).containsExactly("L1 stop_loss 60010");
    assertThat(hits.get(0).tick().price()).isEqualByComparingTo("58990");
    assertThat(desk.evaluator.armed()).isZero();
  }

  @Test
  void firesOnTheNextMark_whenTheLastPriceBecameKnownByReference() {
    desk.arm("L1", 1, Side.LONG, PriceSource.MARK, "59000", null);
    desk.mark("58990");
    desk.reference("60010");

    assertThat(told(desk.mark("60000"))).containsExactly("L1 stop_loss 60010");
  }

  @Test
  void firesNothing_whenDisarmedOrEditedWhileWaitingForALastPrice() {
    desk.arm("gone", 1, Side.LONG, PriceSource.MARK, "59000", null);
    desk.arm("edited", 1, Side.LONG, PriceSource.MARK, "59000", null);
    desk.mark("58990");
    desk.evaluator.disarm("gone");
    desk.arm("edited", 2, Side.LONG, PriceSource.MARK, "58000", null);

    assertThat(desk.trade("60010")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
  }

  @Test
  void firesTheLongOnTheBid_whenByBidAsk() {
    desk.arm("L1", 1, Side.LONG, PriceSource.BID_ASK, "59000", "62000");

    assertThat(desk.quote("59000.1", "59000.5")).isEmpty();
    assertThat(told(desk.quote("58999.9", "59000.5"))).containsExactly("L1 stop_loss 58999.9");
  }

  @Test
  void firesTheShortOnTheAsk_whenByBidAsk() {
    desk.arm("S1", 1, Side.SHORT, PriceSource.BID_ASK, "59000.5", "58000");

    assertThat(desk.quote("59000.3", "59000.4")).isEmpty();
    assertThat(told(desk.quote("58999.9", "59000.5"))).containsExactly("S1 stop_loss 59000.5");
  }

  @Test
  void firesLongAndShort_whenOneQuoteReachesBoth() {
    desk.quote("59005", "59006");
    desk.arm("S1", 1, Side.SHORT, PriceSource.BID_ASK, "59009", null);
    desk.arm("L1", 1, Side.LONG, PriceSource.BID_ASK, "59004", null);

    assertThat(told(desk.quote("59000", "59010")))
        .containsExactly("L1 stop_loss 59000", "S1 stop_loss 59010");
  }

  @Test
  void firesTheTargetsOnTheExecutionSide_whenByBidAsk() {
    desk.arm("L1", 1, Side.LONG, PriceSource.BID_ASK, null, "62000");
    desk.arm("S1", 1, Side.SHORT, PriceSource.BID_ASK, null, "58000");

    assertThat(desk.quote("61999.9", "62000.5")).isEmpty();
    assertThat(told(desk.quote("62000.0", "62000.5"))).containsExactly("L1 take_profit 62000.0");
    assertThat(desk.quote("57999.0", "58000.1")).isEmpty();
    assertThat(told(desk.quote("57999.0", "58000.0"))).containsExactly("S1 take_profit 58000.0");
  }

  @Test
  void fillsTheOpeningLongAtTheAsk_whenTheTriggerIsByBidAsk() {
    Rule trigger =
        desk.rule(
            "t1",
            ExecutionKind.TRIGGER,
            PriceSource.BID_ASK,
            Direction.UP,
            "65000",
            1,
            Rule.opensOnAsk(Side.LONG));
    desk.evaluator.arm(List.of(trigger));

    assertThat(told(desk.quote("64998.0", "65000.0"))).containsExactly("t1 trigger 65000.0");
  }

  @Test
  void keepsTheKnownSide_whenTheOtherIsAbsent() {
    desk.quote("59999.0", "60001.0");
    desk.quote("0.0", "60002.0");

    assertThat(requireNonNull(desk.evaluator.bid()).price()).isEqualByComparingTo("59999");
    assertThat(requireNonNull(desk.evaluator.ask()).price()).isEqualByComparingTo("60002");
    assertThat(desk.evaluator.rejected()).isZero();
  }

  @Test
  void firesAtOnceOnItsSide_whenTheKnownQuoteIsBeyond() {
    desk.quote("59000.0", "59001.0");

    assertThat(told(desk.arm("L1", 1, Side.LONG, PriceSource.BID_ASK, "59000", null)))
        .containsExactly("L1 stop_loss 59000.0");
  }

  @Test
  void firesNothingByTrade_whenTheRuleIsByBidAsk() {
    desk.arm("L1", 1, Side.LONG, PriceSource.BID_ASK, "59000", null);

    assertThat(desk.trade("58000")).isEmpty();
    assertThat(desk.mark("58000")).isEmpty();
  }
}
