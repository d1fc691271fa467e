package io.tickwire.rules.evaluation;

import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;

/**
 * A rule that fired.
 *
 * @param tick the tick that fired it; of a recovered candle its open, or the threshold when the
 *     price went through it inside the candle
 * @param fill the price it executes at: the tick itself, but the last price for a rule on mark
 * @param thresholdTicks what was reached; of a trailing stop where its stop was
 * @param direction from which side: {@link Direction#UP} for a price that came from below
 * @param late the tick was not the newest: it was fetched after newer ones, or it is the high or
 *     low that is left of ticks from before the rule became known here
 */
public record Hit(
    Rule rule,
    PricePoint tick,
    PricePoint fill,
    long thresholdTicks,
    Direction direction,
    boolean late) {}
