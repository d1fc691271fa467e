package io.tickwire.rules.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.FundingSchedule;
import io.tickwire.rules.store.FundingDue;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FundingWatchTest {
  private static final FundingSchedule SCHEDULE = new FundingSchedule(1_000, 0);
  private static final BigDecimal MARK = new BigDecimal("60000");
  private static final BigDecimal OLD = new BigDecimal("0.0001");
  private static final BigDecimal NEW = new BigDecimal("0.0002");

  private final FundingWatch watch = new FundingWatch();

  private void settleUntil(long timeMs) {
    watch.onRate(SCHEDULE, timeMs, OLD, MARK);
    watch.settled(timeMs);
  }

  @Test
  void settlesAtItsTime_byTheRateToldThen() {
    settleUntil(5_000);

    assertThat(watch.onRate(SCHEDULE, 5_999, OLD, MARK)).isNull();
    assertThat(watch.onRate(SCHEDULE, 6_000, NEW, MARK))
        .isEqualTo(new FundingDue(6_000, NEW, MARK));
  }

  @Test
  void settlesByTheRateBefore_whenNoneIsToldAtItsTime() {
    settleUntil(5_000);

    assertThat(watch.onRate(SCHEDULE, 6_010, NEW, MARK))
        .isEqualTo(new FundingDue(6_000, OLD, MARK));
  }

  @Test
  void settlesByTheFirstRate_whenItKnowsNoneBefore() {
    assertThat(watch.onRate(SCHEDULE, 6_010, NEW, MARK))
        .isEqualTo(new FundingDue(6_000, NEW, MARK));
  }

  @Test
  void settlesOnce() {
    settleUntil(6_000);

    assertThat(watch.onRate(SCHEDULE, 6_010, NEW, MARK)).isNull();
  }

  @Test
  void asksAgainWithTheSameRate_untilRedisKnows() {
    settleUntil(5_000);
    watch.onRate(SCHEDULE, 6_010, NEW, MARK);

    assertThat(watch.onRate(SCHEDULE, 6_070, NEW, MARK))
        .isEqualTo(new FundingDue(6_000, OLD, MARK));
  }

  @Test
  void waitsForAMarkPrice() {
    assertThat(watch.onRate(SCHEDULE, 6_000, OLD, null)).isNull();
    assertThat(watch.onRate(SCHEDULE, 6_060, NEW, MARK))
        .isEqualTo(new FundingDue(6_000, OLD, MARK));
  }

  @Test
  void ignoresARate_thatIsNotNewer() {
    settleUntil(6_000);
    watch.onRate(SCHEDULE, 6_500, OLD, MARK);

    assertThat(watch.onRate(SCHEDULE, 6_500, NEW, MARK)).isNull();
    assertThat(watch.onRate(SCHEDULE, 5_000, NEW, MARK)).isNull();
  }

  @Test
  void settlesOftener_onceTheVenueSaysSo() {
    settleUntil(5_000);
    FundingSchedule halves = new FundingSchedule(500, 0);

    assertThat(watch.onRate(SCHEDULE, 5_600, OLD, MARK)).isNull();
    assertThat(watch.onRate(halves, 5_700, NEW, MARK)).isEqualTo(new FundingDue(5_500, OLD, MARK));
  }
}
