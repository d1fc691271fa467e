package io.tickwire.rules.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.redis.EventLog;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.query.Accounts;
import io.tickwire.rules.store.AccountStore;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts into the event log what users must hear of. Every event has a key of its own, so that a step
 * that is repeated tells nobody twice.
 */
final class Announcer {
  /** Rounds of telling the account anew; more are needed only while others keep booking. */
  private static final int MOST_ROUNDS = 5;

  private final EventLog events;
  private final Accounts accounts;

  Announcer(EventLog events, Accounts accounts) {
    this.events = events;
    this.accounts = accounts;
  }

  /**
   * @param atMs when it happened
   */
  Future<Void> position(String type, Position position, @Nullable Execution execution, long atMs) {
    String key = position.id() + ":" + position.version() + ":" + type;
    return tell(type, position.user(), withExecution(Json.tree(position), execution), atMs, key);
  }

  /**
   * @param atMs when it happened
   */
  Future<Void> trigger(String type, Trigger trigger, @Nullable Execution execution, long atMs) {
    String key = trigger.id() + ":" + trigger.version() + ":" + type;
    return tell(type, trigger.user(), withExecution(Json.tree(trigger), execution), atMs, key);
  }

  /**
   * Tells the account as it stands. Engines that book for one user at the same time may tell it in
   * the wrong order; whoever finds afterwards that it has moved on tells it again, so the newest
   * comes last.
   *
   * @param cause names the booking
   */
  Future<Void> account(String user, String cause, long atMs) {
    return account(user, cause, atMs, 1);
  }

  private Future<Void> account(String user, String cause, long atMs, int round) {
    return accounts
        .amounts(user)
        .compose(
            before ->
                accounts
                    .account(user)
                    .compose(
                        account ->
                            tell(
                                "account_update",
                                user,
                                Json.tree(account),
                                atMs,
                                cause + ":account_update:" + round))
                    .compose(ignored -> accounts.amounts(user))
                    .compose(
                        after ->
                            isStill(before, after) || round == MOST_ROUNDS
                                ? Future.succeededFuture()
                                : account(user, cause, atMs, round + 1)));
  }

  private static boolean isStill(
      Map<String, AccountStore.Amounts> before, Map<String, AccountStore.Amounts> after) {
    return before.equals(after);
  }

  private Future<Void> tell(String type, String user, JsonNode data, long atMs, String key) {
    return events.append(new Event(type, "user:" + user, atMs, data, null), key).mapEmpty();
  }

  private static JsonNode withExecution(JsonNode data, @Nullable Execution execution) {
    if (execution != null && data instanceof ObjectNode object) {
      object.set("execution", Json.tree(execution));
    }
    return data;
  }
}
