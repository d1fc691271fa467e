package io.tickwire.rules.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import io.tickwire.rules.evaluation.TrailingExtreme;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.ExtremeText;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResumptionTest {
  private static final TrailingExtreme AT_1100 =
      new TrailingExtreme("pos_1", ExecutionKind.TRAILING_STOP, 0, 2, 1_100);

  private final Resumption resumption = new Resumption();

  private static Rule trailing(long version) {
    return new Rule(
        "pos_1",
        ExecutionKind.TRAILING_STOP,
        0,
        PriceSource.LAST,
        new Wait.Trailing(Trail.ticks(Side.LONG, 10), null, 0),
        version,
        1,
        0,
        1,
        false,
        false,
        0);
  }

  private void begin(Map<String, String> extremes) {
    resumption.begin(new CheckpointStore.Saved(Map.of(), extremes, "redis"));
  }

  private long extremeOf(Rule rule) {
    return extremeOf(rule, rule.version());
  }

  private long extremeOf(Rule rule, long since) {
    return ((Wait.Trailing) resumption.resumed(rule, since).waitsFor()).extremeTicks();
  }

  @Test
  void goesOnFromWhatProgressWrote() {
    begin(Map.of(ExtremeText.field(AT_1100), ExtremeText.write(AT_1100)));

    assertThat(extremeOf(trailing(2))).isEqualTo(1_100);
    assertThat(extremeOf(trailing(2))).as("used once").isZero();
  }

  @Test
  void beginsAnew_whenItIsOfAnotherVersion() {
    begin(Map.of(ExtremeText.field(AT_1100), ExtremeText.write(AT_1100)));

    assertThat(extremeOf(trailing(3))).isZero();
  }

  @Test
  void goesOnFromAnEarlierVersion_whenTheRulesWaitSinceThen() {
    begin(Map.of(ExtremeText.field(AT_1100), ExtremeText.write(AT_1100)));

    assertThat(extremeOf(trailing(4), 2)).isEqualTo(1_100);
  }

  @Test
  void beginsAnew_whenItWaitsOnlySinceALaterVersion() {
    begin(Map.of(ExtremeText.field(AT_1100), ExtremeText.write(AT_1100)));

    assertThat(extremeOf(trailing(4), 3)).isZero();
  }

  @Test
  void refusesWhatItCannotRead_andTakesTheOthers() {
    begin(
        Map.of(
            ExtremeText.field(AT_1100),
            ExtremeText.write(AT_1100),
            "pos_2:trailing_stop:0",
            "garbage",
            "pos_3:trailing_stop:0",
            "1|x",
            "trg_1:trigger:0",
            "1|2|beside"));

    assertThat(extremeOf(trailing(2))).isEqualTo(1_100);
  }
}
