package io.tickwire.benchmarks.engine;

import io.tickwire.common.wire.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Symbols whose prices stay on a step, with an alert on every step above: a tick is quiet, or
 * climbs one step and fires one alert. For one thread.
 */
final class Staircase {
  static final long GROUND = 1_000_000;
  private static final int STEP = 10;

  private final List<String> symbols;
  private final int steps;
  private final int[] stepOf;
  private final Random random = new Random(1);
  private int next;

  /**
   * @param steps alerts on each symbol
   */
  Staircase(int count, int steps) {
    this.symbols = symbols(count);
    this.steps = steps;
    this.stepOf = new int[count];
  }

  private static List<String> symbols(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("S" + i + "-USDT");
    }
    return names;
  }

  List<String> symbols() {
    return symbols;
  }

  int alerts() {
    return symbols.size() * steps;
  }

  void arm(Alerts alerts) {
    for (String symbol : symbols) {
      for (int step = 1; step <= steps; step++) {
        BigDecimal threshold =
            BigDecimal.valueOf(GROUND + (long) step * STEP, EngineRig.PRICE_SCALE);
        alerts.add(symbol, Condition.ABOVE, threshold);
      }
    }
  }

  /** A tick of any symbol that reaches nothing. */
  void quiet(TickPublisher into, long timeNs) {
    send(into, random.nextInt(symbols.size()), timeNs);
  }

  /** A tick of the next symbol that fires one alert. */
  void climb(TickPublisher into, long timeNs) {
    int symbol = next++ % symbols.size();
    if (++stepOf[symbol] > steps) {
      throw new IllegalStateException("no alert left: steps=" + steps);
    }
    send(into, symbol, timeNs);
  }

  private void send(TickPublisher into, int symbol, long timeNs) {
    long price = GROUND + (long) stepOf[symbol] * STEP + 1 + random.nextInt(STEP - 2);
    into.trade(symbols.get(symbol), price, timeNs);
  }
}
