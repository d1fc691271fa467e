package io.tickwire.push.subscription.index;

import io.tickwire.push.subscription.Decimal18;
import io.tickwire.push.subscription.Filter;
import java.math.BigDecimal;
import java.util.List;

/** Filters of one range. */
final class Ranges {
  private Ranges() {}

  static Filter atLeast(String attribute, int min) {
    return new Filter(
        List.of(new Filter.Between(attribute, Decimal18.of(BigDecimal.valueOf(min)), null)));
  }

  static Filter atMost(String attribute, int max) {
    return new Filter(
        List.of(new Filter.Between(attribute, null, Decimal18.of(BigDecimal.valueOf(max)))));
  }
}
