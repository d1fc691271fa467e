package io.tickwire.rules.partition;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.TrailingStop;
import io.tickwire.rules.accounting.ExitCheck;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a position waits for: what its user set, and its liquidation. Pure. */
final class PositionArming {
  /** Index of the target over all that is open: the partial ones have those below. */
  private static final int WHOLE_TARGET = ExitCheck.MOST_TARGETS;

  private final StoredRule stored;
  private final Position position;
  private final TickSize ticks;
  private final List<Rule> rules = new ArrayList<>();

  private PositionArming(StoredRule stored, Position position, TickSize ticks) {
    this.stored = stored;
    this.position = position;
    this.ticks = ticks;
  }

  static List<Rule> rules(StoredRule stored, Position position, RuleState state, TickSize ticks) {
    PositionArming arming = new PositionArming(stored, position, ticks);
    arming.stop(position.stopLoss());
    int whole = position.takeProfits().isEmpty() ? 0 : WHOLE_TARGET;
    arming.target(position.takeProfit(), whole, false);
    for (int i = 0; i < position.takeProfits().size(); i++) {
      TakeProfit target = position.takeProfits().get(i);
      arming.target(state.hasFired(i) ? null : target.price(), i, true);
    }
    arming.trailing(position.trailingStop());
    arming.liquidation(position.liquidationPrice());
    return arming.rules;
  }

  private void stop(@Nullable BigDecimal price) {
    if (price != null) {
      Direction direction = Direction.ofStop(position.side());
      add(
          ExecutionKind.STOP_LOSS,
          0,
          new Wait.Level(direction, ticks.toTicks(price)),
          false,
          stored.stopSinceNs());
    }
  }

  private void target(@Nullable BigDecimal price, int index, boolean partial) {
    if (price != null) {
      Direction direction = Direction.ofTarget(position.side());
      Wait wait = new Wait.Level(direction, ticks.toTicks(price));
      long sinceNs = partial ? stored.targetSinceNs(index) : stored.wholeTargetSinceNs();
      add(ExecutionKind.TAKE_PROFIT, index, wait, partial, sinceNs);
    }
  }

  private void trailing(@Nullable TrailingStop trailing) {
    if (trailing == null) {
      return;
    }
    BigDecimal distance = trailing.distance();
    Integer callbackBp = trailing.callbackBp();
    Trail trail =
        distance != null
            ? Trail.ticks(position.side(), ticks.toTicks(distance))
            : Trail.basisPoints(position.side(), callbackBp == null ? 0 : callbackBp);
    TrailingStop.Activation from = trailing.activation();
    Wait.Activation activation =
        from == null
            ? null
            : new Wait.Activation(Direction.of(from.condition()), ticks.toTicks(from.price()));
    Long trailed = stored.trailedTicks();
    long extremeTicks = trailed == null ? 0 : trailed;
    Wait wait = new Wait.Trailing(trail, activation, extremeTicks);
    add(ExecutionKind.TRAILING_STOP, 0, wait, false, stored.armedAtNs());
  }

  private void add(ExecutionKind kind, int index, Wait wait, boolean partial, long sinceNs) {
    Integer protectionBp = position.priceProtectionBp();
    rules.add(
        rule(
            kind,
            index,
            position.triggerSource(),
            wait,
            sinceNs,
            partial,
            protectionBp == null ? 0 : protectionBp));
  }

  /** Whatever the others watch, the venue liquidates by its mark price, and without protection. */
  private void liquidation(@Nullable BigDecimal price) {
    if (price != null) {
      Wait wait = new Wait.Level(Direction.ofStop(position.side()), ticks.toTicks(price));
      long sinceNs = stored.marksCountSinceNs();
      rules.add(rule(ExecutionKind.LIQUIDATION, 0, PriceSource.MARK, wait, sinceNs, false, 0));
    }
  }

  private Rule rule(
      ExecutionKind kind,
      int index,
      PriceSource source,
      Wait wait,
      long armedAtNs,
      boolean partial,
      int protectionBp) {
    return new Rule(
        stored.id(),
        kind,
        index,
        source,
        wait,
        stored.version(),
        armedAtNs,
        0,
        stored.order(),
        Rule.closesOnAsk(position.side()),
        partial,
        protectionBp);
  }
}
