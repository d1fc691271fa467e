package io.tickwire.rules.simulation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.TrailingStop;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.partition.Arming;
import io.tickwire.rules.partition.Deciding;
import io.tickwire.rules.partition.Partition;
import io.tickwire.rules.samples.SamplePosition;
import io.tickwire.rules.samples.SampleTrigger;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Standing;
import io.tickwire.rules.store.StoredRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Users: open positions and triggers, edit, close and cancel them, at whichever engine serves their
 * partition. What would fire at once is not asked for, as the production refuses it. Not
 * thread-safe.
 */
final class Client {
  private static final List<Condition> CONDITIONS = List.of(Condition.values());
  private static final BigDecimal QUANTITY = new BigDecimal(12);

  private final Schedule schedule;
  private final Random random;
  private final Oracle oracle;
  private int created;
  private int groups;
  private long order;

  Client(Schedule schedule, Oracle oracle) {
    this.schedule = schedule;
    this.random = schedule.random;
    this.oracle = oracle;
  }

  private long nextOrder() {
    order = Math.max(order + 1, schedule.nowUs());
    return order;
  }

  private static BigDecimal price(long ticks) {
    return BigDecimal.valueOf(ticks);
  }

  /** Somewhere above or below, mostly near. */
  private long away(long price, boolean up) {
    long distance = schedule.chance(0.5) ? schedule.between(2, 12) : schedule.between(8, 60);
    return up ? price + distance : Math.max(1, price - distance);
  }

  /** Opens or changes something on that symbol. */
  void act(EngineModel engine, int number, String symbol) {
    Partition partition = engine.owned.find(number);
    if (partition == null) {
      return;
    }
    List<String> living =
        oracle.living().stream().filter(id -> oracle.now(id).symbol().equals(symbol)).toList();
    if (living.size() < 6 || schedule.chance(0.3)) {
      create(engine, partition, symbol);
    } else {
      String id = living.get(random.nextInt(living.size()));
      engine.store.record(number, id).onSuccess(found -> change(engine, partition, found));
    }
  }

  private void create(EngineModel engine, Partition partition, String symbol) {
    PriceSource source = schedule.chance(0.3) ? PriceSource.MARK : PriceSource.LAST;
    PricePoint known = partition.price(symbol, new Arming.Quote(source, false));
    if (known == null || living(symbol) > 25) {
      return;
    }
    if (schedule.chance(0.5)) {
      Position position = position(symbol, source, known.price().longValueExact());
      StoredRule rule = armed(position, known, nextOrder());
      store(engine, partition, rule);
      return;
    }
    boolean grouped = schedule.chance(0.4);
    String group = grouped ? "g" + groups++ : null;
    for (int i = grouped ? 2 + random.nextInt(2) : 1; i > 0; i--) {
      Trigger trigger = trigger(symbol, source, known.price().longValueExact(), group);
      store(
          engine,
          partition,
          StoredRule.of(trigger, known.exchangeTimeNs(), nextOrder(), known.price()));
    }
  }

  /** Mostly at once; now and then it is accepted long before it is live. */
  private void store(EngineModel engine, Partition partition, StoredRule rule) {
    if (schedule.chance(0.1)) {
      engine.store.createLate(partition.number(), rule, schedule.between(200_000, 2_500_000));
    } else {
      engine.store.create(partition.number(), rule);
    }
  }

  private static StoredRule armed(Position position, PricePoint known, long order) {
    long sinceNs = known.exchangeTimeNs();
    return StoredRule.of(position, sinceNs, order)
        .marked(known.source() == PriceSource.MARK ? sinceNs : null);
  }

  private long living(String symbol) {
    return oracle.living().stream().filter(id -> oracle.now(id).symbol().equals(symbol)).count();
  }

  private Position position(String symbol, PriceSource source, long price) {
    Side side = random.nextBoolean() ? Side.LONG : Side.SHORT;
    return SamplePosition.of("pos_" + created++)
        .symbol(symbol)
        .side(side)
        .quantity(QUANTITY)
        .entryPrice(price(price))
        .source(source)
        .openedAt(schedule.nowUs() / 1_000)
        .done()
        .change()
        .stopLoss(stop(side, price))
        .takeProfit(target(side, price))
        .takeProfits(targets(side, price, QUANTITY.longValueExact()))
        .trailingStop(trailing(price))
        .done();
  }

  private @Nullable BigDecimal stop(Side side, long price) {
    return schedule.chance(0.6) ? price(away(price, side == Side.SHORT)) : null;
  }

  private @Nullable BigDecimal target(Side side, long price) {
    return schedule.chance(0.4) ? price(away(price, side == Side.LONG)) : null;
  }

  /** At most three, together not more than is open. */
  private List<TakeProfit> targets(Side side, long price, long open) {
    List<TakeProfit> targets = new ArrayList<>();
    long left = open;
    for (int i = schedule.chance(0.3) ? 1 + random.nextInt(3) : 0; i > 0 && left > 0; i--) {
      long quantity = i == 1 && random.nextBoolean() ? left : 1 + random.nextInt((int) left);
      targets.add(
          new TakeProfit(price(away(price, side == Side.LONG)), BigDecimal.valueOf(quantity)));
      left -= quantity;
    }
    return targets;
  }

  private @Nullable TrailingStop trailing(long price) {
    if (schedule.chance(0.6)) {
      return null;
    }
    TrailingStop.Activation activation =
        schedule.chance(0.4)
            ? new TrailingStop.Activation(
                random.nextBoolean() ? Condition.ABOVE : Condition.BELOW,
                price(away(price, random.nextBoolean())))
            : null;
    return random.nextBoolean()
        ? new TrailingStop(50 + random.nextInt(300), null, activation)
        : new TrailingStop(null, BigDecimal.valueOf(schedule.between(3, 25)), activation);
  }

  private Trigger trigger(String symbol, PriceSource source, long price, @Nullable String group) {
    Condition condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
    boolean up =
        condition == Condition.ABOVE || (condition != Condition.BELOW && random.nextBoolean());
    return SampleTrigger.of("trg_" + created++)
        .symbol(symbol)
        .on(condition, price(away(price, up)))
        .source(source)
        .expiresAt(
            schedule.chance(0.3) ? schedule.nowUs() / 1_000 + schedule.between(200, 6_000) : null)
        .group(group)
        .createdAt(schedule.nowUs() / 1_000)
        .done();
  }

  private void change(EngineModel engine, Partition partition, LiveRule found) {
    StoredRule stored = found.rule();
    if (stored == null || !found.state().status().isLive()) {
      return;
    }
    long nowUs = schedule.nowUs();
    Position document = stored.position();
    if (document == null) {
      if (found.state().status() == LiveStatus.ARMED) {
        engine.store.commit(partition.number(), List.of(Deciding.cancelled(found, nowUs / 1_000)));
      }
      return;
    }
    Position position = Standing.of(document, found.state());
    Arming.Quote watched = Arming.Quote.watchedBy(position);
    PricePoint known = partition.price(position.symbol(), watched);
    if (known == null) {
      return;
    }
    if (schedule.chance(0.2)) {
      engine.store.commit(
          partition.number(),
          List.of(new Deciding(engine.name).closedByUser(found, position, known.price(), nowUs)));
    } else if (partition.isUpToDate(position.id(), position.version())
        && !oracle.isBeingForgotten(position.id())) {
      Position edited = edited(position, known.price().longValueExact());
      StoredRule rule = armed(edited, known, stored.order());
      engine.store.edit(
          partition.number(),
          rule.trailed(partition.trailedTicks(edited)).editedFrom(stored, position));
    }
  }

  private Position edited(Position position, long price) {
    Side side = position.side();
    boolean keepsTrailing = schedule.chance(0.7);
    return position
        .change()
        .stopLoss(schedule.chance(0.5) ? position.stopLoss() : stop(side, price))
        .takeProfit(schedule.chance(0.5) ? position.takeProfit() : target(side, price))
        .takeProfits(
            schedule.chance(0.5)
                ? position.takeProfits()
                : targets(side, price, position.openQuantity().longValueExact()))
        .trailingStop(keepsTrailing ? position.trailingStop() : trailing(price))
        .version(position.version() + 1)
        .done();
  }
}
