package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final long NOON_NS = 43_200_000_000_000L;

  private final Desk desk = new Desk("0.1");

  private Rule untilNoon() {
    Wait above = new Wait.Level(Direction.UP, desk.ticks("65000"));
    return Desk.expiring(desk.rule("t", ExecutionKind.TRIGGER, above), NOON_NS);
  }

  @Test
  void fires_whenTheTickIsAMillisecondBeforeTheExpiry() {
    desk.arm(untilNoon());
    desk.nowNs = NOON_NS - 1_000_001;

    assertThat(told(desk.trade("65000"))).containsExactly("t trigger 65000");
  }

  @Test
  void firesNothing_whenTheTickIsOfTheMomentOfTheExpiry() {
    desk.arm(untilNoon());
    desk.nowNs = NOON_NS - 1;

    assertThat(desk.trade("65000")).isEmpty();
    assertThat(desk.trade("65001")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
  }

  @Test
  void firesOnALateTrade_whenThatIsOfATimeBefore() {
    desk.arm(untilNoon());
    desk.nowNs = NOON_NS;
    desk.miss(1);
    desk.trade("65000");

    assertThat(desk.recovered(1, NOON_NS - 1, "65000")).hasSize(1);
  }

  @Test
  void staysHeldAndFiresNothing_whenItExpiresWhileHeld() {
    desk.mark("60000");
    desk.arm(Desk.guarded(untilNoon(), 100));
    desk.trade("65000");
    desk.nowNs = NOON_NS;

    assertThat(desk.mark("65000")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
  }
}
