package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/**
 * A seeded random walk over all instruments. The same seed on a floor in the same state gives the
 * same trades in the same order; a price that a test printed is where the walk goes on from.
 */
public final class RandomWalk {

  /** A step is at most this share of the start price: 60,000 moves by up to 3. */
  private static final long STEP_SHARE = 20_000;

  private static final long FARTHEST = 10;

  private final TradingFloor floor;
  private final List<InstrumentState> states;
  private final Random random;

  public RandomWalk(TradingFloor floor, long seed) {
    this.floor = floor;
    this.states = List.copyOf(floor.all());
    this.random = new Random(seed);
  }

  /** Prints the next trade on the floor. */
  public Trade next(long timeNs) {
    // The smaller of two draws: instruments at the front of the list trade most.
    int chosen = Math.min(random.nextInt(states.size()), random.nextInt(states.size()));
    InstrumentState state = states.get(chosen);
    Instrument instrument = state.instrument();
    BigDecimal price = instrument.price(nextTicks(state));
    long minSteps = instrument.minSize().divide(instrument.sizeStep()).longValueExact();
    long steps = Math.max(minSteps, 1L + random.nextInt(instrument.walkMaxSteps()));
    BigDecimal size = instrument.sizeStep().multiply(BigDecimal.valueOf(steps));
    return floor.print(new TradeOrder(instrument, price, size, timeNs));
  }

  private long nextTicks(InstrumentState state) {
    Instrument instrument = state.instrument();
    long startTicks = instrument.ticks(instrument.startPrice());
    int maxStep = (int) Math.min(Integer.MAX_VALUE / 4, Math.max(1, startTicks / STEP_SHARE));
    long step = random.nextInt(2 * maxStep + 1) - (long) maxStep;
    long next = instrument.ticks(state.last().price()) + step;
    // Far from home the walk turns round rather than reaching zero or the sky.
    if (next < Math.max(2, startTicks / FARTHEST)) {
      return next + 2L * maxStep;
    }
    return next > startTicks * FARTHEST ? next - 2L * maxStep : next;
  }
}
