package io.tickwire.rules.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * How far the prices of an instrument have been evaluated. An evaluator that is given one goes on
 * from there: what it has passed is a duplicate to it, and rules that it hears of only now meet the
 * highs and lows.
 *
 * @param last trades; null when there was none
 * @param mark marks, likewise
 * @param bid quotes with a bid, likewise
 * @param ask quotes with an ask, likewise
 */
public record Checkpoint(
    @Nullable Passed last, @Nullable Passed mark, @Nullable Passed bid, @Nullable Passed ask) {

  /**
   * One of the prices.
   *
   * @param sequence newest of its stream; absent before the first, when only candles came
   * @param newest the newest price, of the last price possibly the close of a candle; its exchange
   *     time is how far this price has come
   * @param high the highest since the checkpoint before, absent when no tick came
   * @param low the lowest, likewise
   */
  public record Passed(
      @Nullable Long sequence,
      PricePoint newest,
      @Nullable PricePoint high,
      @Nullable PricePoint low) {

    /** Whether the newest price is the close of a candle, which no sequence numbers. */
    boolean isClose() {
      return newest.recovered() && (sequence == null || sequence != newest.sequence());
    }
  }
}
