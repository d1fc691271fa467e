package io.tickwire.rules.book;

import io.tickwire.common.market.Side;
import java.util.ArrayList;
import java.util.List;

/** A book of named rules, told prices at ascending times. */
final class BookOf {
  final PriceBook<String> book = new PriceBook<>();
  private long nowNs = 1_000;
  private long order;
  private long ticks;

  int arm(String name, Direction direction, long thresholdTicks) {
    return arm(name, direction, thresholdTicks, order++);
  }

  int arm(String name, Direction direction, long thresholdTicks, long armingOrder) {
    return arm(name, direction, thresholdTicks, armingOrder, 0);
  }

  int arm(String name, Direction direction, long thresholdTicks, long armingOrder, long armedAtNs) {
    return book.arm(direction, thresholdTicks, new Ticket<>(armedAtNs, armingOrder, name));
  }

  /** Comes from the price the book was told last. */
  int cross(String name, Crossing crossing, long thresholdTicks) {
    Origin origin = Origin.of(ticks, ticks, thresholdTicks);
    return book.armCrossing(crossing, thresholdTicks, origin, ticket(name));
  }

  /** Its extreme is the price the book was told last. */
  int trail(String name, Trail trail) {
    return book.armTrailing(trail, ticks, ticket(name));
  }

  int trail(String name, Side side, long distanceBp, Direction activation, long activationTicks) {
    Trail trail = Trail.basisPoints(side, distanceBp);
    return book.armTrailing(trail, activation, activationTicks, ticket(name));
  }

  /** A price at which nothing may fire. */
  void at(long priceTicks) {
    if (!price(priceTicks).isEmpty()) {
      throw new AssertionError("fired at " + priceTicks);
    }
  }

  List<String> price(long priceTicks) {
    ticks = priceTicks;
    return priceAt(nowNs++, priceTicks);
  }

  List<String> between(long floorTicks, long ceilTicks) {
    return names(book.onPrice(floorTicks, ceilTicks, nowNs++));
  }

  List<String> priceAt(long timeNs, long priceTicks) {
    return names(book.onPrice(priceTicks, priceTicks, timeNs));
  }

  private Ticket<String> ticket(String name) {
    return new Ticket<>(0, order++, name);
  }

  private static List<String> names(Hits<String> hits) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < hits.size(); i++) {
      names.add(hits.rule(i));
    }
    return names;
  }
}
