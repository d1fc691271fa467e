package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.RuleBook;
import java.util.List;

/** One price and the rules that wait for it. */
final class Watch {
  final KnownPrice price;
  final RuleBook book = new RuleBook();

  Watch(PriceSource source, TickSize tickSize) {
    price = new KnownPrice(source, tickSize);
  }

  /** Removes and returns the rules that the price has reached. */
  List<Rule> take() {
    return book.take(price.floorTicks(), price.ceilTicks(), price.exchangeTimeNs());
  }
}
