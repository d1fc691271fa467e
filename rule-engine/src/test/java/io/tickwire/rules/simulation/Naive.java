package io.tickwire.rules.simulation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TrailingStop;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.store.StoredRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What should fire, by going through the whole tape tick by tick: no books, no checkpoints, no
 * gaps. Shares nothing with the production's evaluation. Pure.
 */
final class Naive {
  private Naive() {}

  /** Something that may fire on its own: by its kind, and which of several targets. */
  record Exit(String kind, int target) {}

  /** What a record waits with. */
  static List<Exit> exits(StoredRule rule) {
    Position position = rule.position();
    List<Exit> exits = new ArrayList<>();
    if (position == null) {
      exits.add(new Exit("trigger", -1));
      return exits;
    }
    if (position.stopLoss() != null) {
      exits.add(new Exit("stop_loss", -1));
    }
    if (position.takeProfit() != null) {
      exits.add(new Exit("take_profit", -1));
    }
    for (int i = 0; i < position.takeProfits().size(); i++) {
      exits.add(new Exit("take_profit", i));
    }
    if (position.trailingStop() != null) {
      exits.add(new Exit("trailing_stop", -1));
    }
    return exits;
  }

  static PriceSource source(StoredRule rule) {
    return rule.position() != null
        ? rule.position().triggerSource()
        : rule.requireTrigger().triggerSource();
  }

  /**
   * Which ticks fire that exit if it is armed when they come.
   *
   * @param versions the record's documents, the last one being the one that is armed
   * @return indexes into the tape, in order
   */
  static List<Integer> crossings(List<StoredRule> versions, Exit exit, Tape tape) {
    StoredRule rule = versions.get(versions.size() - 1);
    Position position = rule.position();
    if (position == null) {
      return ofTrigger(rule, rule.requireTrigger(), tape);
    }
    boolean isLong = position.side() == Side.LONG;
    return switch (exit.kind()) {
      case "stop_loss" ->
          level(
              sinceNs(versions, one -> isAt(one.stopLoss(), price(position.stopLoss()))),
              !isLong,
              price(position.stopLoss()),
              tape);
      case "take_profit" -> target(versions, position, exit.target(), isLong, tape);
      case "trailing_stop" -> trailing(versions, isLong, tape);
      default -> throw new IllegalArgumentException("no such exit: " + exit);
    };
  }

  private static List<Integer> target(
      List<StoredRule> versions, Position position, int target, boolean isLong, Tape tape) {
    if (target < 0) {
      long price = price(position.takeProfit());
      long sinceNs = sinceNs(versions, one -> isAt(one.takeProfit(), price));
      return level(sinceNs, isLong, price, tape);
    }
    TakeProfit part = position.takeProfits().get(target);
    long sinceNs = sinceNs(versions, one -> one.takeProfits().contains(part));
    return level(sinceNs, isLong, price(part.price()), tape);
  }

  /** What an edit left as it was waits since the first of the versions that have it. */
  private static long sinceNs(List<StoredRule> versions, Predicate<Position> hasIt) {
    int first = versions.size() - 1;
    while (first > 0 && hasIt.test(versions.get(first - 1).requirePosition())) {
      first--;
    }
    return versions.get(first).armedAtNs();
  }

  private static boolean isAt(@Nullable BigDecimal exit, long price) {
    return exit != null && exit.longValueExact() == price;
  }

  private static long price(@Nullable BigDecimal price) {
    return Objects.requireNonNull(price).longValueExact();
  }

  private static List<Integer> level(long sinceNs, boolean up, long threshold, Tape tape) {
    List<Integer> crossings = new ArrayList<>();
    for (int i = tape.firstSince(sinceNs); i < tape.ticks.size(); i++) {
      long price = tape.ticks.get(i).price();
      if (up ? price >= threshold : price <= threshold) {
        crossings.add(i);
      }
    }
    return crossings;
  }

  private static List<Integer> ofTrigger(StoredRule rule, Trigger trigger, Tape tape) {
    long threshold = price(trigger.price());
    List<Integer> crossings =
        switch (trigger.condition()) {
          case ABOVE -> level(rule.armedAtNs(), true, threshold, tape);
          case BELOW -> level(rule.armedAtNs(), false, threshold, tape);
          case CROSSES, CROSSES_UP, CROSSES_DOWN ->
              crossing(rule, trigger.condition(), threshold, tape);
        };
    Long expiresAt = trigger.expiresAt();
    if (expiresAt != null) {
      crossings.removeIf(i -> tape.ticks.get(i).exchangeTimeNs() >= expiresAt * 1_000_000);
    }
    return crossings;
  }

  private static List<Integer> crossing(
      StoredRule rule, Condition condition, long threshold, Tape tape) {
    List<Integer> crossings = new ArrayList<>();
    boolean wasBelow = rule.armedPrice() != null && price(rule.armedPrice()) < threshold;
    boolean wasAbove = rule.armedPrice() != null && price(rule.armedPrice()) > threshold;
    for (int i = tape.firstSince(rule.armedAtNs()); i < tape.ticks.size(); i++) {
      long price = tape.ticks.get(i).price();
      boolean up = condition != Condition.CROSSES_DOWN && wasBelow && price >= threshold;
      boolean down = condition != Condition.CROSSES_UP && wasAbove && price <= threshold;
      if (up || down) {
        crossings.add(i);
      }
      wasBelow |= price < threshold;
      wasAbove |= price > threshold;
    }
    return crossings;
  }

  /** A trailing stop that an edit left as it was goes on from where it stood. */
  private static List<Integer> trailing(List<StoredRule> versions, boolean isLong, Tape tape) {
    StoredRule rule = versions.get(versions.size() - 1);
    TrailingStop trailing = Objects.requireNonNull(rule.requirePosition().trailingStop());
    long sinceNs = rule.armedAtNs();
    for (int i = versions.size() - 2;
        i >= 0 && trailing.equals(versions.get(i).requirePosition().trailingStop());
        i--) {
      sinceNs = versions.get(i).armedAtNs();
    }
    List<Integer> crossings = new ArrayList<>();
    long extreme = 0;
    for (int i = tape.firstSince(sinceNs); i < tape.ticks.size(); i++) {
      Tick tick = tape.ticks.get(i);
      long price = tick.price();
      if (extreme > 0) {
        long stop = stop(trailing, isLong, extreme);
        if ((isLong ? price <= stop : price >= stop) && tick.exchangeTimeNs() >= rule.armedAtNs()) {
          crossings.add(i);
        }
        extreme = isLong ? Math.max(extreme, price) : Math.min(extreme, price);
      } else if (isActivated(trailing, price)) {
        extreme = price;
      }
    }
    return crossings;
  }

  private static boolean isActivated(TrailingStop trailing, long price) {
    TrailingStop.Activation activation = trailing.activation();
    if (activation == null) {
      return true;
    }
    long at = activation.price().longValueExact();
    return activation.condition() == Condition.ABOVE ? price >= at : price <= at;
  }

  private static long stop(TrailingStop trailing, boolean isLong, long extreme) {
    BigDecimal distance = trailing.distance();
    if (distance != null) {
      return isLong ? extreme - distance.longValueExact() : extreme + distance.longValueExact();
    }
    int bp = Objects.requireNonNull(trailing.callbackBp());
    return isLong
        ? Math.floorDiv(extreme * (10_000 - bp), 10_000L)
        : -Math.floorDiv(-extreme * (10_000 + bp), 10_000L);
  }
}
