package io.tickwire.rules.accounting;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.TrailingStop;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall close a position, with every price worked out. Pure, any thread.
 *
 * @param takeProfit closes all that is open then
 * @param takeProfits close a part each
 */
public record Exits(
    @Nullable BigDecimal stopLoss,
    @Nullable BigDecimal takeProfit,
    List<TakeProfit> takeProfits,
    @Nullable TrailingStop trailingStop) {
  public Exits {
    takeProfits = List.copyOf(takeProfits);
  }

  /** What is asked for: prices, or percentages of the fill. */
  public record Asked(
      @Nullable ExitPrice stopLoss,
      @Nullable ExitPrice takeProfit,
      List<RuleCommand.ExitTarget> takeProfits,
      @Nullable TrailingStop trailingStop) {
    public Asked {
      takeProfits = List.copyOf(takeProfits);
    }

    /** The first percentage that no price can be worked out of, or null. */
    public @Nullable Refusal refusal() {
      Refusal refusal = refusal("stop_loss", stopLoss);
      refusal = refusal == null ? refusal("take_profit", takeProfit) : refusal;
      for (int i = 0; i < takeProfits.size() && refusal == null; i++) {
        refusal = refusal("take_profits[" + i + "].price", takeProfits.get(i).price());
      }
      return refusal;
    }

    private static @Nullable Refusal refusal(String field, @Nullable ExitPrice exit) {
      BigDecimal percent = exit == null ? null : exit.percent();
      return percent == null || (percent.signum() > 0 && Range.holds(percent))
          ? null
          : new Refusal(ErrorCode.INVALID, field, field + " must be a positive percentage");
    }

    /** Works percentages out from the price that the position opens at. */
    public Exits at(Instrument instrument, Side side, BigDecimal fill) {
      List<TakeProfit> targets = new ArrayList<>();
      for (RuleCommand.ExitTarget target : takeProfits) {
        targets.add(
            new TakeProfit(
                price(instrument, -side.sign(), fill, target.price()), target.quantity()));
      }
      return new Exits(
          stopLoss == null ? null : price(instrument, side.sign(), fill, stopLoss),
          takeProfit == null ? null : price(instrument, -side.sign(), fill, takeProfit),
          targets,
          trailingStop);
    }
  }

  /**
   * A percentage lies between two ticks most of the time: the one nearer to the fill is taken, so
   * that a stop fires no later than it was asked to and a target is not missed by less than a tick.
   *
   * @param below 1 when it lies below the fill, −1 when above
   */
  private static BigDecimal price(
      Instrument instrument, int below, BigDecimal fill, ExitPrice exit) {
    BigDecimal percent = exit.percent();
    if (percent == null) {
      return exit.price() == null ? BigDecimal.ZERO : exit.price();
    }
    BigDecimal away = fill.multiply(percent).movePointLeft(2);
    BigDecimal exact = below > 0 ? fill.subtract(away) : fill.add(away);
    RoundingMode nearer = below > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR;
    return exact.divide(instrument.tickSize(), 0, nearer).multiply(instrument.tickSize());
  }
}
