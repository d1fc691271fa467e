package io.tickwire.rules.query;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.common.wire.Wire;
import io.tickwire.rules.store.History;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code tickwire.queries}; any engine can. Confined to the engine's event loop. */
public final class QueryDesk {
  private static final Logger log = LoggerFactory.getLogger(QueryDesk.class);
  private static final int MAX_LIMIT = 500;

  private final History history;
  private final Records records;
  private final Accounts accounts;
  private @Nullable MessageConsumer<RuleQuery> consumer;

  public QueryDesk(History history, Records records, Accounts accounts) {
    this.history = history;
    this.records = records;
    this.accounts = accounts;
  }

  public Future<Void> start(Vertx vertx) {
    MessageConsumer<RuleQuery> made = vertx.eventBus().consumer(Addresses.QUERIES);
    consumer = made.handler(this::onQuery);
    return made.completion();
  }

  public Future<Void> stop() {
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  private void onQuery(Message<RuleQuery> message) {
    Future<RuleReply> answer;
    try {
      answer = answer(message.body());
    } catch (IllegalArgumentException e) {
      answer =
          Future.succeededFuture(
              RuleReply.Refused.of(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage())));
    }
    answer.onComplete(
        reply -> message.reply(reply, Wire.REPLY),
        failure -> {
          log.debug("query failed query={} cause={}", message.body(), failure.toString());
          message.reply(
              RuleReply.Refused.of(ErrorCode.UNAVAILABLE, "The store does not answer; try again."),
              Wire.REPLY);
        });
  }

  private Future<RuleReply> answer(RuleQuery query) {
    if (query instanceof RuleQuery.GetPosition get) {
      return records.position(get.user(), get.id()).map(found -> one(found, "position"));
    }
    if (query instanceof RuleQuery.GetTrigger get) {
      return records.trigger(get.user(), get.id()).map(found -> one(found, "trigger"));
    }
    if (query instanceof RuleQuery.GetExecution get) {
      return history
          .find(get.user(), History.Kind.EXECUTIONS, get.id(), Execution.class)
          .map(found -> one(found, "execution"));
    }
    if (query instanceof RuleQuery.ListPositions list) {
      return positions(list);
    }
    if (query instanceof RuleQuery.ListTriggers list) {
      return triggers(list);
    }
    if (query instanceof RuleQuery.ListExecutions list) {
      return executions(list);
    }
    if (query instanceof RuleQuery.GetAccount get) {
      return accounts.account(get.user()).map(RuleReply.Done::of);
    }
    throw new AssertionError("every query has an answer: " + query);
  }

  private static RuleReply one(Optional<?> found, String what) {
    return found.isPresent()
        ? RuleReply.Done.of(found.get())
        : RuleReply.Refused.of(ErrorCode.NOT_FOUND, "There is no such " + what + ".");
  }

  private Future<RuleReply> positions(RuleQuery.ListPositions list) {
    boolean liveOnly = list.status() != null && list.status() != PositionStatus.CLOSED;
    return new Pages<Position>(
            (after, count) ->
                history.page(
                    list.user(), History.Kind.POSITIONS, liveOnly, after, count, Position.class),
            records::now,
            position ->
                (list.status() == null || position.status() == list.status())
                    && isOf(list.symbol(), position.symbol()),
            Position::id)
        .collect(list.cursor(), limit(list.limit()))
        .map(RuleReply.Done::of);
  }

  private Future<RuleReply> triggers(RuleQuery.ListTriggers list) {
    boolean liveOnly = list.status() == TriggerStatus.ARMED;
    return new Pages<Trigger>(
            (after, count) ->
                history.page(
                    list.user(), History.Kind.TRIGGERS, liveOnly, after, count, Trigger.class),
            records::now,
            trigger ->
                (list.status() == null || trigger.status() == list.status())
                    && isOf(list.symbol(), trigger.symbol()),
            Trigger::id)
        .collect(list.cursor(), limit(list.limit()))
        .map(RuleReply.Done::of);
  }

  private Future<RuleReply> executions(RuleQuery.ListExecutions list) {
    return new Pages<Execution>(
            (after, count) ->
                history.page(
                    list.user(), History.Kind.EXECUTIONS, false, after, count, Execution.class),
            Future::succeededFuture,
            ignored -> true,
            Execution::id)
        .collect(list.cursor(), limit(list.limit()))
        .map(RuleReply.Done::of);
  }

  private static boolean isOf(@Nullable String asked, String symbol) {
    return asked == null || Objects.equals(asked, symbol);
  }

  private static int limit(int asked) {
    if (asked < 1 || asked > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + asked);
    }
    return asked;
  }
}
