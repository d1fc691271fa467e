package io.tickwire.rules.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.TrailingStop;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {
  /** Of ten, three targets over 2, 3 and as many as given. */
  private static Position document(String last) {
    return StoreTest.position("pos_1", 4, null)
        .change()
        .reductions(1)
        .takeProfits(List.of(target("61000", "2"), target("62000", "3"), target("63000", last)))
        .done();
  }

  private static TakeProfit target(String price, String quantity) {
    return new TakeProfit(new BigDecimal(price), new BigDecimal(quantity));
  }

  private static RuleState state(String value) {
    return RuleState.parse(value);
  }

  @Test
  void isItsDocument_whenNothingFiredSince() {
    Position document = document("4");

    assertThat(Standing.of(document, state("open|4||0|4|0"))).isSameAs(document);
  }

  @Test
  void lacksTheTargetsThatFired() {
    Position standing = Standing.of(document("4"), state("open|6|exe_2|9|4|5"));

    assertThat(standing.openQuantity()).isEqualByComparingTo("4");
    assertThat(standing.takeProfits()).containsExactly(target("62000", "3"));
    assertThat(standing.reductions()).isEqualTo(3);
    assertThat(standing.version()).isEqualTo(6);
  }

  @Test
  void isClosedByItsTargets_onlyWhenTheyAreAllOfIt() {
    assertThat(Standing.all(document("5"))).isEqualTo(7);
    assertThat(Standing.all(document("4"))).isZero();
    assertThat(Standing.all(StoreTest.position("pos_1", 1, null))).isZero();
    assertThat(Standing.closedByTargets(document("5"), state("closing|7|exe_3|9|4|7"))).isTrue();
    assertThat(Standing.closedByTargets(document("5"), state("closing|6|exe_3|9|4|3"))).isFalse();
    assertThat(Standing.closedByTargets(document("4"), state("closing|8|exe_4|9|4|7"))).isFalse();
    assertThat(Standing.closedByTargets(document("4"), state("closing|5|exe_4|9|4|0"))).isFalse();
  }

  private static Position withAllRules() {
    return document("5")
        .change()
        .stopLoss(new BigDecimal("59000"))
        .takeProfit(new BigDecimal("64000"))
        .trailingStop(new TrailingStop(100, null, null))
        .done();
  }

  @ParameterizedTest(name = "{0} after targets {1}")
  @CsvSource({
    "STOP_LOSS, 0, take_profit trailing_stop",
    "STOP_LOSS, 6, take_profit trailing_stop",
    "TAKE_PROFIT, 0, stop_loss take_profit trailing_stop",
    "TAKE_PROFIT, 7, stop_loss take_profit trailing_stop",
    "TRAILING_STOP, 5, stop_loss take_profit",
    "LIQUIDATION, 1, stop_loss take_profit trailing_stop",
    "USER, 0, stop_loss take_profit trailing_stop"
  })
  void namesTheKindsThatWentWithIt(ExecutionKind kind, int fired, String cancelled) {
    RuleState closing = state("closing|9|exe_9|9|4|" + fired);

    assertThat(String.join(" ", Standing.cancelled(withAllRules(), closing, kind)))
        .isEqualTo(cancelled);
  }

  @Test
  void namesNoTargetThatFiredBefore() {
    Position allFired = document("4");

    assertThat(Standing.cancelled(allFired, state("closing|8|exe_4|9|4|7"), ExecutionKind.USER))
        .isEmpty();
    assertThat(Standing.cancelled(allFired, state("closing|7|exe_3|9|4|6"), ExecutionKind.USER))
        .containsExactly("take_profit");
  }

  @Test
  void namesNothing_whenTheLastTargetWasAllThereWas() {
    assertThat(
            Standing.cancelled(
                document("5"), state("closing|7|exe_3|9|4|7"), ExecutionKind.TAKE_PROFIT))
        .isEmpty();
  }
}
