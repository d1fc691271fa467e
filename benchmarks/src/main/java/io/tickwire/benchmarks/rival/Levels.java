package io.tickwire.benchmarks.rival;

/**
 * Rules by number that wait at levels: above the price for a rise, below it for a fall. Called by
 * one thread.
 */
public interface Levels extends AutoCloseable {
  /**
   * The rule waits. Rules come in arming order.
   *
   * @param order greater than that of all rules before
   */
  void arm(int rule, boolean rises, long thresholdTicks, long order);

  /**
   * Removes the rules that a price has reached.
   *
   * @param fired takes their numbers, nearest first, arming order within a level
   * @return how many
   */
  int onPrice(long ticks, int[] fired);

  @Override
  default void close() {}
}
