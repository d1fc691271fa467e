package io.tickwire.rules;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.TrailingStop;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An opening put together piece by piece: alice's, ten times, on the linear contract. */
final class Order {
  private final Side side;
  private final String quantity;
  private String symbol = Engine.LIN;
  private String leverage = "10";
  private @Nullable ExitPrice stop;
  private @Nullable ExitPrice target;
  private final List<RuleCommand.ExitTarget> targets = new ArrayList<>();
  private @Nullable TrailingStop trailing;
  private @Nullable PriceSource source;
  private @Nullable Integer protectionBp;
  private boolean immediate;

  private Order(Side side, String quantity) {
    this.side = side;
    this.quantity = quantity;
  }

  static Order buy(String quantity) {
    return new Order(Side.LONG, quantity);
  }

  static Order sell(String quantity) {
    return new Order(Side.SHORT, quantity);
  }

  Order of(String instrument) {
    symbol = instrument;
    leverage = "1";
    return this;
  }

  Order times(String factor) {
    leverage = factor;
    return this;
  }

  Order stop(String price) {
    stop = exit(price);
    return this;
  }

  Order target(String price) {
    target = exit(price);
    return this;
  }

  Order target(String price, String part) {
    targets.add(new RuleCommand.ExitTarget(exit(price), new BigDecimal(part)));
    return this;
  }

  Order trailing(@Nullable Integer callbackBp, @Nullable String distance) {
    trailing =
        new TrailingStop(callbackBp, distance == null ? null : new BigDecimal(distance), null);
    return this;
  }

  Order from(Condition condition, String price) {
    TrailingStop before = trailing;
    if (before != null) {
      trailing =
          new TrailingStop(
              before.callbackBp(),
              before.distance(),
              new TrailingStop.Activation(condition, new BigDecimal(price)));
    }
    return this;
  }

  Order by(PriceSource watched) {
    source = watched;
    return this;
  }

  Order protectedBy(int bp) {
    protectionBp = bp;
    return this;
  }

  Order atOnceIfReached() {
    immediate = true;
    return this;
  }

  /** A price, or a percentage such as {@code 2%}. */
  private static ExitPrice exit(String price) {
    return price.endsWith("%")
        ? ExitPrice.percent(new BigDecimal(price.substring(0, price.length() - 1)))
        : ExitPrice.at(new BigDecimal(price));
  }

  RuleCommand.OpenPosition command() {
    return new RuleCommand.OpenPosition(
        Engine.newId(Ids.POSITION),
        "alice",
        symbol,
        side,
        new BigDecimal(quantity),
        new BigDecimal(leverage),
        stop,
        target,
        targets,
        trailing,
        source,
        protectionBp,
        immediate,
        null);
  }
}
