package io.tickwire.rules.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
