package io.tickwire.rules.store;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An open position as it stands at this moment: its document, written when it was opened or
 * changed, without the targets that have fired since. Pure, any thread.
 */
public final class Standing {
  private Standing() {}

  /** What is open, which targets still wait, and how many parts were closed; not the money. */
  public static Position of(Position document, RuleState state) {
    if (state.fired() == 0) {
      return document.version() == state.version()
          ? document
          : document.change().version(state.version()).done();
    }
    BigDecimal open = document.openQuantity();
    List<TakeProfit> waiting = new ArrayList<>();
    for (int i = 0; i < document.takeProfits().size(); i++) {
      TakeProfit target = document.takeProfits().get(i);
      if (state.hasFired(i)) {
        open = open.subtract(target.quantity());
      } else {
        waiting.add(target);
      }
    }
    return document
        .change()
        .openQuantity(open)
        .takeProfits(waiting)
        .version(state.version())
        .reductions(parts(document, state))
        .done();
  }

  /** How many parts have been closed, the last one perhaps not booked yet. */
  public static int parts(Position document, RuleState state) {
    return document.reductions() + Integer.bitCount(state.fired());
  }

  /** Bits of all targets when together they close the position, else 0. */
  public static int all(Position document) {
    BigDecimal sum = BigDecimal.ZERO;
    for (TakeProfit target : document.takeProfits()) {
      sum = sum.add(target.quantity());
    }
    return sum.signum() > 0 && sum.compareTo(document.openQuantity()) == 0
        ? (1 << document.takeProfits().size()) - 1
        : 0;
  }

  /** Whether the last of its targets closed the position, and no rule over the whole of it. */
  public static boolean closedByTargets(Position document, RuleState state) {
    return state.fired() != 0 && state.fired() == all(document);
  }

  /**
   * What still waited when it was closed, each kind once, and so went with it.
   *
   * @param closing after the transition that closed it
   * @param fired what closed it
   */
  public static List<String> cancelled(Position document, RuleState closing, ExecutionKind fired) {
    boolean isWhole = fired == ExecutionKind.TAKE_PROFIT && !closedByTargets(document, closing);
    boolean target = document.takeProfit() != null && !isWhole;
    boolean targets = !of(document, closing).takeProfits().isEmpty();
    List<String> kinds = new ArrayList<>();
    if (document.stopLoss() != null && fired != ExecutionKind.STOP_LOSS) {
      kinds.add(ExecutionKind.STOP_LOSS.wireName());
    }
    if (target || targets) {
      kinds.add(ExecutionKind.TAKE_PROFIT.wireName());
    }
    if (document.trailingStop() != null && fired != ExecutionKind.TRAILING_STOP) {
      kinds.add(ExecutionKind.TRAILING_STOP.wireName());
    }
    return kinds;
  }
}
