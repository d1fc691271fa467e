package io.tickwire.simulator.server;

/** How the market runs; {@code tradesPerSecond} is over all instruments together. */
public record RunConfig(RunMode mode, long seed, int tradesPerSecond) {

  public static final int MAX_TRADES_PER_SECOND = 200_000;

  public RunConfig {
    if (tradesPerSecond < 1 || tradesPerSecond > MAX_TRADES_PER_SECOND) {
      throw new IllegalArgumentException(
          "trades per second must be between 1 and "
              + MAX_TRADES_PER_SECOND
              + ": tradesPerSecond="
              + tradesPerSecond);
    }
  }

  public static RunConfig paused() {
    return new RunConfig(RunMode.PAUSED, 1, 50);
  }
}
