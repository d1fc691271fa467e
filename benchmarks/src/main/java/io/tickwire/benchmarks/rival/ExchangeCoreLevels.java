package io.tickwire.benchmarks.rival;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;

/**
 * The order book of exchange-core: a rule is a resting order of one lot, a tick an order at its
 * price that takes what is there and leaves nothing.
 */
final class ExchangeCoreLevels implements Levels {
  private static final long TICK_ID = Long.MAX_VALUE;
  private static final long USER = 1;
  private static final long ALL = 1L << 40;

  private final IOrderBook book =
      new OrderBookDirectImpl(
          CoreSymbolSpecification.builder()
              .symbolId(1)
              .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
              .baseScaleK(1)
              .quoteScaleK(1)
              .build(),
          ObjectsPool.createDefaultTestPool(),
          OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER,
          LoggingConfiguration.DEFAULT);

  private long lastTicks;

  @Override
  public void arm(int rule, boolean rises, long thresholdTicks, long order) {
    send(OrderType.GTC, rule, thresholdTicks, 1, rises ? OrderAction.ASK : OrderAction.BID);
  }

  /** A price that moved up reaches no order below it; of the first one the move is not known. */
  @Override
  public int onPrice(long ticks, int[] fired) {
    int count = 0;
    if (ticks < lastTicks || lastTicks == 0) {
      count = take(OrderAction.ASK, ticks, fired, count);
    }
    if (ticks > lastTicks) {
      count = take(OrderAction.BID, ticks, fired, count);
    }
    lastTicks = ticks;
    return count;
  }

  private int take(OrderAction action, long ticks, int[] fired, int from) {
    OrderCommand tick = send(OrderType.IOC, TICK_ID, ticks, ALL, action);
    int count = from;
    for (MatcherTradeEvent event = tick.matcherEvent; event != null; event = event.nextEvent) {
      if (event.eventType == MatcherEventType.TRADE) {
        fired[count++] = (int) event.matchedOrderId;
      }
    }
    return count;
  }

  private OrderCommand send(OrderType type, long id, long price, long size, OrderAction action) {
    OrderCommand order = OrderCommand.newOrder(type, id, USER, price, price, size, action);
    book.newOrder(order);
    return order;
  }
}
