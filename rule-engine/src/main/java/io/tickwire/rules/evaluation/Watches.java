package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.rules.book.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The four prices of an instrument that rules wait for, and a last price only known. */
final class Watches {
  final Watch last;
  final Watch mark;
  final Watch bid;
  final Watch ask;
  final List<Watch> all;
  final TickSlot reference;

  Watches(TickSize tickSize) {
    last = new Watch(PriceSource.LAST, tickSize);
    mark = new Watch(PriceSource.MARK, tickSize);
    bid = new Watch(PriceSource.BID_ASK, tickSize);
    ask = new Watch(PriceSource.BID_ASK, tickSize);
    all = List.of(last, mark, bid, ask);
    reference = new TickSlot(PriceSource.LAST, tickSize);
  }

  Watch of(Rule rule) {
    return switch (rule.source()) {
      case LAST -> last;
      case MARK -> mark;
      case BID_ASK -> rule.onAsk() ? ask : bid;
    };
  }

  /** The last trade, or a reference that is newer by exchange time. */
  @Nullable PricePoint last() {
    TickSlot trade = last.now;
    boolean tradeIsNewest =
        !reference.isKnown()
            || (trade.isKnown() && trade.exchangeTimeNs() >= reference.exchangeTimeNs());
    return tradeIsNewest ? trade.point() : reference.point();
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
