package io.tickwire.benchmarks.rival;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one writes first: lists of rules with decimals by symbol, and every tick looks at all. */
final class DecimalScan implements Levels {
  private static final String SYMBOL = "XBTUSDTM";
  private static final int SCALE = 1;

  private record Waiting(int rule, boolean rises, BigDecimal threshold, long order) {
    boolean isReached(BigDecimal price) {
      int comparison = price.compareTo(threshold);
      return rises ? comparison >= 0 : comparison <= 0;
    }
  }

  private final Map<String, List<Waiting>> rules = new HashMap<>();

  @Override
  public void arm(int rule, boolean rises, long thresholdTicks, long order) {
    BigDecimal threshold = BigDecimal.valueOf(thresholdTicks, SCALE);
    rules
        .computeIfAbsent(SYMBOL, symbol -> new ArrayList<>())
        .add(new Waiting(rule, rises, threshold, order));
  }

  @Override
  public int onPrice(long ticks, int[] fired) {
    BigDecimal price = BigDecimal.valueOf(ticks, SCALE);
    List<Waiting> waiting = rules.getOrDefault(SYMBOL, List.of());
    List<Waiting> hits = new ArrayList<>();
    for (Waiting rule : waiting) {
      if (rule.isReached(price)) {
        hits.add(rule);
      }
    }
    if (hits.isEmpty()) {
      return 0;
    }
    waiting.removeAll(hits);
    // All hits of a tick are of one side: on the way to the price, the furthest from it came first.
    hits.sort(
        Comparator.comparing((Waiting rule) -> rule.threshold().subtract(price).abs())
            .reversed()
            .thenComparing(Waiting::order));
    for (int i = 0; i < hits.size(); i++) {
      fired[i] = hits.get(i).rule();
    }
    return hits.size();
  }
}
