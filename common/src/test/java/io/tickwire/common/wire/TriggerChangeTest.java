package io.tickwire.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TriggerChangeTest {
  private static final Trigger BEFORE =
      new Trigger(
          "trg_1",
          "alice",
          "XBTUSDTM",
          Condition.ABOVE,
          new BigDecimal("65000"),
          PriceSource.LAST,
          new TriggerAction(null, new TriggerAction.Alert("look")),
          9_000L,
          null,
          "group",
          TriggerStatus.ARMED,
          1,
          1_000,
          2_000L,
          3,
          "result",
          "client",
          "exe_1");

  @Test
  void keepsAllThatIsNotChanged() {
    assertThat(BEFORE.change().done()).isEqualTo(BEFORE);
  }

  @Test
  void changesWhatAFiringChanges_andNothingElse() {
    Trigger fired = BEFORE.as(TriggerStatus.EXECUTED, 2).fired(5_000, 4, "exe_2").withResult(null);

    assertThat(fired)
        .usingRecursiveComparison()
        .ignoringFields("status", "version", "firedAt", "firings", "executionId", "result")
        .isEqualTo(BEFORE);
    assertThat(fired.status()).isEqualTo(TriggerStatus.EXECUTED);
    assertThat(fired.version()).isEqualTo(2);
    assertThat(fired.firedAt()).isEqualTo(5_000L);
    assertThat(fired.firings()).isEqualTo(4);
    assertThat(fired.executionId()).isEqualTo("exe_2");
    assertThat(fired.result()).isNull();
  }
}
