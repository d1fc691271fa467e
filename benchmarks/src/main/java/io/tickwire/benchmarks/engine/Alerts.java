package io.tickwire.benchmarks.engine;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.PartitionKeys;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts armed alerts into Redis as {@code create.lua} leaves them, many in one command: for an
 * engine that starts afterwards. Not for several threads.
 */
final class Alerts {
  private static final int IN_ONE_COMMAND = 500;
  private static final int USERS = 10_000;
  private static final TriggerAction LOOK =
      new TriggerAction(null, new TriggerAction.Alert("reached"));

  private final RedisLink redis;
  private final Partitions partitions = new Partitions(Partitions.DEFAULT_COUNT);
  private final Map<Integer, Pending> pending = new HashMap<>();
  private Future<Response> sent = Future.succeededFuture();
  private int count;

  private static final class Pending {
    final Request states;
    final Request documents;
    int size;

    Pending(PartitionKeys keys) {
      states = Request.cmd(Command.HSET).arg(keys.state());
      documents = Request.cmd(Command.HSET).arg(keys.doc());
    }
  }

  Alerts(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * One that fires at a last price at or beyond the threshold.
   *
   * @return its id
   */
  String add(String symbol, Condition condition, BigDecimal threshold) {
    count++;
    StoredRule rule = StoredRule.of(trigger(symbol, condition, threshold), 0, count, null);
    int partition = partitions.of(symbol);
    Pending waiting =
        pending.computeIfAbsent(partition, number -> new Pending(PartitionKeys.of(number)));
    String state = LiveStatus.ARMED.wireName() + "|1||0|1|0";
    waiting.states.arg(rule.id()).arg(state);
    waiting.documents.arg(rule.id()).arg(Json.write(rule));
    if (++waiting.size == IN_ONE_COMMAND) {
      pending.remove(partition);
      send(waiting);
    }
    return rule.id();
  }

  private Trigger trigger(String symbol, Condition condition, BigDecimal threshold) {
    long nowMs = System.currentTimeMillis();
    return new Trigger(
        Ids.next(Ids.TRIGGER, nowMs),
        "user" + count % USERS,
        symbol,
        condition,
        threshold,
        PriceSource.LAST,
        LOOK,
        null,
        null,
        null,
        TriggerStatus.ARMED,
        1,
        nowMs,
        null,
        0,
        null,
        null,
        null);
  }

  /** One command of each kind is under way while the next is written. */
  private void send(Pending full) {
    TestContext.await(sent);
    sent = redis.send(full.states).compose(ignored -> redis.send(full.documents));
  }

  /**
   * All are in Redis.
   *
   * @return how many
   */
  int finish() {
    pending.values().forEach(this::send);
    pending.clear();
    TestContext.await(sent);
    return count;
  }
}
