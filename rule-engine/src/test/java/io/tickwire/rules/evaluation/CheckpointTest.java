package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private final Desk desk = new Desk("0.1");
  private final SymbolEvaluator restored = new SymbolEvaluator(desk.tickSize);

  @Test
  void tellsSequenceTimeHighAndLow_sinceTheOneBefore() {
    desk.trade("90");
    desk.evaluator.checkpoint();
    desk.trade("100");
    desk.trade("110");
    desk.trade("95");
    desk.trade("105");

    Checkpoint.Passed last = requireNonNull(desk.evaluator.checkpoint().last());

    assertThat(last.sequence()).isEqualTo(5);
    assertThat(last.newest().exchangeTimeNs()).isEqualTo(desk.nowNs);
    assertThat(requireNonNull(last.high()).digits()).isEqualTo(110);
    assertThat(requireNonNull(last.low()).digits()).isEqualTo(95);
  }

  @Test
  void tellsNoHighAndLow_whenNothingCameSince() {
    desk.trade("100");
    desk.evaluator.checkpoint();

    Checkpoint again = desk.evaluator.checkpoint();

    assertThat(requireNonNull(again.last()).high()).isNull();
    assertThat(requireNonNull(again.last()).sequence()).isEqualTo(1);
    assertThat(again.mark()).isNull();
    assertThat(again.bid()).isNull();
  }

  @Test
  void ignoresWhatTheOtherHasPassed_whenRestored() {
    desk.trade("60000");
    desk.mark("60001");
    desk.quote("59999", "60002");
    restored.restore(desk.evaluator.checkpoint());

    assertThat(restored.last()).isEqualTo(desk.evaluator.last());
    assertThat(restored.mark()).isEqualTo(desk.evaluator.mark());
    assertThat(restored.bid()).isEqualTo(desk.evaluator.bid());
    assertThat(restored.ask()).isEqualTo(desk.evaluator.ask());
    assertThat(restored.onTrade(1, 1, 0, 9_000, 9_000, false)).isEmpty();
    assertThat(restored.onMark(2, 1, 0, 9_000, 9_000, false)).isEmpty();
    assertThat(restored.onQuote(3, 1, 1, 0, 9_000, 9_000)).isEmpty();
    assertThat(restored.duplicates()).isEqualTo(3);
  }

  @Test
  void firesLateOnTheLowOfTheCheckpoint_whenTheRuleWasAcceptedBeforeIt() {
    desk.trade("60000");
    Rule accepted =
        desk.rule(
            "L1", ExecutionKind.STOP_LOSS, new Wait.Level(Direction.DOWN, desk.ticks("59000")));
    desk.trade("58990");
    desk.trade("60000");
    restored.restore(desk.evaluator.checkpoint());

    List<Hit> hits = restored.arm(List.of(accepted));

    assertThat(told(hits)).containsExactly("L1 stop_loss 58990");
    assertThat(hits.get(0).late()).isTrue();
  }

  @Test
  void givesACrossingTheSideOfTheNewestPrice_whenRestored() {
    desk.trade("64000");
    Wait wait = new Wait.Cross(Crossing.UP, desk.ticks("65000"), 1, Origin.NONE);
    Rule accepted = desk.rule("up", ExecutionKind.TRIGGER, wait);
    restored.restore(desk.evaluator.checkpoint());

    assertThat(restored.arm(List.of(accepted))).isEmpty();
    assertThat(restored.onTrade(2, 66_000, 0, 9_000, 9_000, true)).hasSize(1);
  }

  @Test
  void goesOnFromTheCloseOfACandle_whenThatIsTheNewestPrice() {
    desk.trade("60000");
    desk.candle("60000", "60100", "59900", "60050");
    restored.restore(desk.evaluator.checkpoint());

    assertThat(restored.last()).isEqualTo(desk.evaluator.last());
    assertThat(restored.onTrade(1, 1, 0, 9_000, 9_000, false)).isEmpty();
    assertThat(restored.duplicates()).isEqualTo(1);
    assertThat(restored.onTrade(2, 60_000, 0, desk.nowNs, desk.nowNs, false)).isEmpty();
    assertThat(requireNonNull(restored.last()).digits()).isEqualTo(60_000);
  }

  @Test
  void refusesACheckpoint_whenTicksHaveBeenHere() {
    desk.trade("60000");
    Checkpoint checkpoint = desk.evaluator.checkpoint();

    assertThatThrownBy(() -> desk.evaluator.restore(checkpoint))
        .isInstanceOf(IllegalStateException.class);
  }
}
