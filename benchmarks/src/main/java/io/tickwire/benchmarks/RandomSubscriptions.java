package io.tickwire.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.push.subscription.Decimal18;
import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Filter.Condition;
import io.tickwire.push.subscription.index.SubscriptionIndex;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Subscriptions and events as a screen of signals has them: 2,000 symbols, of which few are asked
 * for often, 30 kinds of pattern, 4 tiers, 11 sectors, a confidence from 0 to 1. Seeded.
 */
final class RandomSubscriptions {
  private static final String CHANNEL = "tier_patterns";
  private static final List<String> TIERS = List.of("daily", "intraday", "weekly", "combo");
  private static final int SYMBOLS = 2_000;
  private static final int PATTERNS = 30;
  private static final int SECTORS = 11;

  private final Random random;

  RandomSubscriptions(long seed) {
    this.random = new Random(seed);
  }

  /** Ten subscriptions to a connection. */
  void fill(SubscriptionIndex<Integer> index, int count) {
    for (int i = 0; i < count; i++) {
      index.add(i % 10 == 0 ? index.enter(i) : i / 10, CHANNEL, filter(), 100);
    }
  }

  int add(SubscriptionIndex<Integer> index, int subscriber) {
    return index.add(subscriber, CHANNEL, filter(), 100);
  }

  Filter filter() {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(new Filter.OneOf("symbol", some("S", SYMBOLS, 5)));
    if (random.nextInt(2) == 0) {
      conditions.add(new Filter.OneOf("tier", List.of(tier(), tier())));
    }
    if (random.nextInt(2) == 0) {
      conditions.add(new Filter.OneOf("pattern_type", some("P", PATTERNS, 3)));
    }
    if (random.nextInt(10) == 0) {
      conditions.add(new Filter.OneOf("sector", some("X", SECTORS, 2)));
    }
    if (random.nextInt(2) == 0) {
      conditions.add(new Filter.Between("confidence", confidence(), null));
    }
    return new Filter(conditions);
  }

  private List<String> some(String prefix, int kinds, int most) {
    List<String> some = new ArrayList<>();
    for (int i = random.nextInt(most); i >= 0; i--) {
      some.add(prefix + skewed(kinds));
    }
    return some;
  }

  /** A tenth of the kinds is asked for as often as all others together. */
  private int skewed(int kinds) {
    return random.nextInt(random.nextInt(2) == 0 ? Math.max(1, kinds / 10) : kinds);
  }

  private String tier() {
    return TIERS.get(random.nextInt(TIERS.size()));
  }

  private Decimal18 confidence() {
    return new Decimal18(0, random.nextInt(100) * 10_000_000_000_000_000L);
  }

  EventFields event() {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    attributes.put("symbol", "S" + skewed(SYMBOLS));
    attributes.put("tier", tier());
    attributes.put("pattern_type", "P" + skewed(PATTERNS));
    attributes.put("sector", "X" + skewed(SECTORS));
    attributes.put("market_regime", "bull");
    attributes.put("confidence", BigDecimal.valueOf(random.nextInt(1_000), 3));
    return EventFields.of(CHANNEL, attributes);
  }
}
