package io.tickwire.simulator.market;

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

  private final List<InstrumentState> states;
  private final Random random;

  public RandomWalk(TradingFloor floor, long seed) {
    this.states = List.copyOf(floor.all());
    this.random = new Random(seed);
  }

  /** Prints the next trade on the floor. */
  public Trade next(long timeNs) {
    // The smaller of two draws: instruments at the front of the list trade most.
    int chosen = Math.min(random.nextInt(states.size()), random.nextInt(states.size()));
    InstrumentState state = states.get(chosen);
    Listing listing = state.listing();
    long ticks = nextTicks(listing, state.last().priceTicks());
    long steps = Math.max(listing.minSteps(), 1L + random.nextInt(listing.walkMaxSteps()));
    return state.print(ticks, steps, timeNs);
  }

  private long nextTicks(Listing listing, long lastTicks) {
    long startTicks = listing.startTicks();
    int maxStep = (int) Math.min(Integer.MAX_VALUE / 4, Math.max(1, startTicks / STEP_SHARE));
    long step = random.nextInt(2 * maxStep + 1) - (long) maxStep;
    long next = lastTicks + step;
    // Far from home the walk turns round rather than reaching zero or the sky.
    if (next < Math.max(2, startTicks / FARTHEST)) {
      return next + 2L * maxStep;
    }
    return next > startTicks * FARTHEST ? next - 2L * maxStep : next;
  }
}
