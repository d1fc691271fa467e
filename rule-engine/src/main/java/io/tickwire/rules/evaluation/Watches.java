package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.rules.book.Rule;
import java.util.Comparator;
import java.util.List;

/** The four prices of an instrument that rules wait for. */
final class Watches {
  /** The order in which the prices, moving to where they are, met the rules they reached. */
  final Comparator<Rule> pathOrder =
      Comparator.<Rule>comparingLong(rule -> of(rule).price.metAt(rule))
          .thenComparingLong(Rule::order)
          .thenComparing(Rule::ownerId)
          .thenComparing(Rule::kind);

  final Watch last;
  final Watch mark;
  final Watch bid;
  final Watch ask;
  private final List<Watch> all;

  Watches(TickSize tickSize) {
    last = new Watch(PriceSource.LAST, tickSize);
    mark = new Watch(PriceSource.MARK, tickSize);
    bid = new Watch(PriceSource.BID_ASK, tickSize);
    ask = new Watch(PriceSource.BID_ASK, tickSize);
    all = List.of(last, mark, bid, ask);
  }

  Watch of(Rule rule) {
    return switch (rule.source()) {
      case LAST -> last;
      case MARK -> mark;
      case BID_ASK -> rule.onAsk() ? ask : bid;
    };
  }

  /** Takes all rules of the owner out of the books. */
  void release(String ownerId) {
    for (Watch watch : all) {
      watch.book.disarm(ownerId);
    }
  }

  int armed() {
    int rules = 0;
    for (Watch watch : all) {
      rules += watch.book.size();
    }
    return rules;
  }
}
