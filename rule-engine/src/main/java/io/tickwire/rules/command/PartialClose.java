package io.tickwire.rules.command;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.rules.accounting.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user's close of a part leaves open. Pure. */
final class PartialClose {
  private PartialClose() {}

  /**
   * @param position as it stands
   * @param quantity all of it when absent
   */
  static @Nullable Refusal check(
      Instrument instrument, Position position, @Nullable BigDecimal quantity) {
    if (quantity == null) {
      return null;
    }
    if (quantity.compareTo(position.openQuantity()) > 0) {
      return invalid(
          "quantity must be at most the open " + position.openQuantity().toPlainString());
    }
    return instrument.isOnLot(quantity)
        ? null
        : invalid(
            "quantity must be a positive multiple of the lot size "
                + instrument.lotSize().toPlainString());
  }

  private static Refusal invalid(String message) {
    return new Refusal(ErrorCode.INVALID, "quantity", message);
  }

  /** How much of it, or null for all. */
  static @Nullable BigDecimal part(Position position, @Nullable BigDecimal quantity) {
    return quantity == null || quantity.compareTo(position.openQuantity()) == 0 ? null : quantity;
  }

  /**
   * The position without that part. Targets that would close more than is left give up what is too
   * much, the farthest first.
   */
  static Position rest(Position position, BigDecimal quantity) {
    BigDecimal left = position.openQuantity().subtract(quantity);
    return position
        .change()
        .openQuantity(left)
        .takeProfits(within(position, left))
        .reductions(position.reductions() + 1)
        .version(position.version() + 1)
        .done();
  }

  private static List<TakeProfit> within(Position position, BigDecimal most) {
    Comparator<TakeProfit> nearestFirst = Comparator.comparing(TakeProfit::price);
    List<TakeProfit> kept = new ArrayList<>();
    BigDecimal left = most;
    for (TakeProfit target :
        position.takeProfits().stream()
            .sorted(position.side().sign() > 0 ? nearestFirst : nearestFirst.reversed())
            .toList()) {
      BigDecimal quantity = target.quantity().min(left);
      if (quantity.signum() > 0) {
        kept.add(new TakeProfit(target.price(), quantity));
        left = left.subtract(quantity);
      }
    }
    return kept;
  }
}
