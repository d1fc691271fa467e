package io.tickwire.common.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FundingScheduleTest {
  @ParameterizedTest(name = "at {0}")
  @CsvSource({"0, 0", "399, 0", "400, 400", "401, 400", "1199, 400", "1200, 1200"})
  void isDueFromItsTimeOn(long timeMs, long dueMs) {
    assertThat(new FundingSchedule(800, 400).dueAtMs(timeMs)).isEqualTo(dueMs);
  }

  @Test
  void isNeverDue_whenOff() {
    assertThat(new FundingSchedule(0, 0).dueAtMs(Long.MAX_VALUE)).isEqualTo(FundingSchedule.NONE);
  }

  @Test
  void refuses_whatIsNoSchedule() {
    assertThatThrownBy(() -> new FundingSchedule(800, 800))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offsetMs=800");
    assertThatThrownBy(() -> new FundingSchedule(-1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
