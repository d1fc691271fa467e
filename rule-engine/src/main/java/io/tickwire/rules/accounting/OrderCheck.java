package io.tickwire.rules.accounting;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Checks an opening or an edit against its instrument and the known price. Answers with the first
 * thing that is wrong, or null. Pure, any thread.
 */
public final class OrderCheck {
  private OrderCheck() {}

  /**
   * Checks a position to open, or the new stop and target of an open one.
   *
   * @param price of the source and side that stop and target watch
   * @param liquidationPrice null when no price liquidates it
   * @param allowImmediate accept a stop or target that the price has reached: it fires at once
   */
  public static @Nullable Refusal position(
      Instrument instrument,
      Side side,
      BigDecimal quantity,
      BigDecimal leverage,
      BigDecimal price,
      @Nullable BigDecimal stopLoss,
      @Nullable BigDecimal takeProfit,
      @Nullable BigDecimal liquidationPrice,
      boolean allowImmediate) {
    OpeningCheck opening = new OpeningCheck(instrument, side, "");
    Refusal exposure = opening.exposure(quantity, leverage);
    return exposure != null
        ? exposure
        : opening.exits(price, stopLoss, takeProfit, liquidationPrice, allowImmediate);
  }

  /** Checks that the instrument has the price a rule would watch: spot has no mark. */
  public static @Nullable Refusal source(Instrument instrument, PriceSource source) {
    return source == PriceSource.MARK && instrument.market() == Market.SPOT
        ? new Refusal(
            ErrorCode.INVALID,
            "trigger_source",
            instrument.symbol() + " is a spot instrument and has no mark price")
        : null;
  }
}
