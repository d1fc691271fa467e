package io.tickwire.rules.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionChange;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.rules.samples.SamplePosition;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Since when the exits of a position wait that is edited. */
class ExitTimesTest {
  private static final long OPENED_NS = 1_000;
  private static final long EDITED_NS = 2_000;

  private final Position opened =
      SamplePosition.of("pos_1")
          .done()
          .change()
          .stopLoss(new BigDecimal("90"))
          .takeProfit(new BigDecimal("140"))
          .takeProfits(List.of(target("110", 1), target("120", 2), target("130", 3)))
          .liquidationPrice(new BigDecimal("50"))
          .done();
  private final StoredRule before = StoredRule.of(opened, OPENED_NS, 1).marked(700L);

  private static TakeProfit target(String price, long quantity) {
    return new TakeProfit(new BigDecimal(price), BigDecimal.valueOf(quantity));
  }

  private StoredRule edited(UnaryOperator<PositionChange> change) {
    return edited(before, opened, change);
  }

  private static StoredRule edited(
      StoredRule before, Position standing, UnaryOperator<PositionChange> change) {
    Position edited = change.apply(standing.change()).done();
    return StoredRule.of(edited, EDITED_NS, 1).marked(1_900L).editedFrom(before, standing);
  }

  @Test
  void waitSinceTheOpening_whenAnEditLeavesThem() {
    StoredRule stored = edited(change -> change.takeProfit(new BigDecimal("150")));

    assertThat(stored.stopSinceNs()).isEqualTo(OPENED_NS);
    assertThat(stored.wholeTargetSinceNs()).as("it is another one").isEqualTo(EDITED_NS);
    assertThat(stored.targetSinceNs(2)).isEqualTo(OPENED_NS);
    assertThat(stored.marksCountSinceNs()).isEqualTo(700);
    assertThat(stored.firstSinceNs()).isEqualTo(OPENED_NS);
  }

  @Test
  void waitSinceTheOpening_whenTheSamePriceIsWrittenInAnotherWay() {
    assertThat(edited(change -> change.stopLoss(new BigDecimal("90.0"))).stopSinceNs())
        .isEqualTo(OPENED_NS);
  }

  @Test
  void waitSinceTheEdit_whenItSetsThemAnew() {
    StoredRule without = edited(change -> change.stopLoss(null));
    StoredRule again =
        edited(
            without,
            without.requirePosition(),
            change -> change.stopLoss(new BigDecimal("90")).takeProfits(List.of(target("110", 2))));

    assertThat(again.stopSinceNs()).isEqualTo(EDITED_NS);
    assertThat(again.targetSinceNs(0)).as("of another quantity").isEqualTo(EDITED_NS);
  }

  @Test
  void knowEachTarget_whereverItStandsInTheList() {
    Position standing =
        opened.change().takeProfits(List.of(target("120", 2), target("130", 3))).done();
    StoredRule stored =
        edited(
            before,
            standing,
            change ->
                change.takeProfits(List.of(target("110", 1), target("130", 3), target("130", 3))));

    assertThat(stored.targetSinceNs(0)).as("it had fired").isEqualTo(EDITED_NS);
    assertThat(stored.targetSinceNs(1)).isEqualTo(OPENED_NS);
    assertThat(stored.targetSinceNs(2)).as("one more alike").isEqualTo(EDITED_NS);
  }

  @Test
  void waitOn_whenAPartIsClosedAfterTheEdit() {
    StoredRule stored =
        edited(change -> change.takeProfits(List.of(target("110", 1), target("125", 3))));
    Position rest = opened.change().takeProfits(List.of(target("125", 3), target("110", 1))).done();

    StoredRule reduced = stored.reducedTo(rest);

    assertThat(reduced.targetSinceNs(0)).isEqualTo(EDITED_NS);
    assertThat(reduced.targetSinceNs(1)).isEqualTo(OPENED_NS);
    assertThat(reduced.stopSinceNs()).isEqualTo(OPENED_NS);
  }

  @Test
  void waitSinceTheEdit_underPriceProtection() {
    ObjectNode withProtection = (ObjectNode) Json.tree(opened);
    Position protectedOne =
        Json.convert(withProtection.put("price_protection_bp", 100), Position.class);
    StoredRule stored =
        edited(
            StoredRule.of(protectedOne, OPENED_NS, 1),
            protectedOne,
            change -> change.takeProfit(null));

    assertThat(stored.stopSinceNs()).isEqualTo(EDITED_NS);
  }

  @Test
  void areReadAsTheyWereWritten_andOlderDocumentsWaitSinceTheirArming() {
    StoredRule stored = edited(change -> change.takeProfit(null));

    assertThat(StoredRule.parse(Json.write(stored))).isEqualTo(stored);
    assertThat(Json.write(before)).doesNotContain("exits_since_ns");
    assertThat(StoredRule.parse(Json.write(before)).stopSinceNs()).isEqualTo(OPENED_NS);
  }
}
