package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A position's way from opening to the ledger, with exact money. */
final class StopAndTargetTest extends EngineTest {
  private Engine engine;

  @BeforeEach
  void startEngine() {
    engine = start();
  }

  private Position open(Side side, String stop, String target) {
    feed.trade(Engine.LIN, "60000.0");
    Position position = engine.opened(Engine.open("alice", side, "100", stop, target));
    engine.armed(2);
    return position;
  }

  @Test
  void closesAtTheStop_withExactMoney() {
    Position position = open(Side.LONG, "59000", "62000");

    feed.trade(Engine.LIN, "59000.0");

    Position closed = engine.closed("alice", position.id());
    assertThat(closed.gross()).isEqualByComparingTo("-100");
    assertThat(closed.fees()).isEqualByComparingTo("7.14");
    assertThat(closed.net()).isEqualByComparingTo("-107.14");
    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.STOP_LOSS);
    assertThat(closed.exitPrice()).isEqualByComparingTo("59000");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99892.86");
    assertThat(engine.usdt("alice").available()).isEqualByComparingTo("99892.86");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
  }
}
