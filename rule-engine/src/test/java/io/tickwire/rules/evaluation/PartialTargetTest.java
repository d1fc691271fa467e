package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartialTargetTest {
  private final Desk desk = new Desk("0.1");

  private Rule target(int index, String price) {
    Wait level = new Wait.Level(Direction.UP, desk.ticks(price));
    return Desk.partial(desk.rule("L1", ExecutionKind.TAKE_PROFIT, level), index);
  }

  private Rule stop(String price) {
    return desk.rule(
        "L1", ExecutionKind.STOP_LOSS, new Wait.Level(Direction.DOWN, desk.ticks(price)));
  }

  private static List<Integer> indexes(List<Hit> hits) {
    return hits.stream().map(hit -> hit.rule().index()).toList();
  }

  @Test
  void takesOnlyItselfOut_whenAPartialTargetIsReached() {
    desk.trade("60000");
    desk.arm(stop("59000"), target(0, "61000"), target(1, "62000"));

    assertThat(indexes(desk.trade("61500"))).containsExactly(0);
    assertThat(desk.evaluator.armed()).isEqualTo(2);
    assertThat(desk.trade("61500")).isEmpty();
    assertThat(told(desk.trade("59000"))).containsExactly("L1 stop_loss 59000");
    assertThat(desk.evaluator.armed()).isZero();
  }

  @Test
  void firesAllItReaches_nearestFirst() {
    desk.trade("60000");
    desk.arm(stop("59000"), target(0, "62000"), target(1, "61000"), target(2, "63000"));

    assertThat(indexes(desk.trade("62000"))).containsExactly(1, 0);
    assertThat(indexes(desk.trade("63000"))).containsExactly(2);
    assertThat(desk.evaluator.armed()).isEqualTo(1);
  }

  @Test
  void firesNoTargetAfterTheStop_whenACandleReachesBoth() {
    desk.trade("60000");
    desk.arm(stop("59000"), target(0, "61000"));

    assertThat(told(desk.candle("60000", "61500", "58900", "60000")))
        .containsExactly("L1 stop_loss 59000.0");
  }

  @Test
  void armsOnlyWhatIsLeft_whenANewerVersionComes() {
    desk.trade("60000");
    desk.arm(target(0, "61000"), target(1, "62000"));
    desk.trade("61000");
    Rule left = target(1, "62000");

    assertThat(desk.evaluator.arm(List.of(target(0, "61000"), left))).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
    assertThat(indexes(desk.trade("62000"))).containsExactly(1);
  }
}
