package io.tickwire.rules.settlement;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.redis.EventLog;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamGroup;
import io.tickwire.rules.instrument.InstrumentCatalogue;
import io.tickwire.rules.query.Accounts;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This engine's part in the consumer group {@value #GROUP}, over the transitions of the partitions
 * it owns. Confined to the engine's event loop.
 */
public final class Settlement {
  static final String GROUP = "accounting";

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);
  private static final long RETRY_MS = 500;

  private final Vertx vertx;
  private final Accountant accountant;
  private final StreamGroup group;
  private final Set<Integer> wanted = new HashSet<>();

  private Settlement(Vertx vertx, Accountant accountant, StreamGroup group) {
    this.vertx = vertx;
    this.accountant = accountant;
    this.group = group;
  }

  /**
   * Where things are.
   *
   * @param store records of partitions
   * @param accountStore money of users
   */
  public record Rooms(
      Vertx vertx,
      RedisLink redis,
      Partitions partitions,
      InstrumentCatalogue instruments,
      RuleStore store,
      AccountStore accountStore,
      Accounts accounts) {}

  /**
   * @param consumer stable over a restart, so that the engine finds what it left
   * @param claimAfter when to take over what another engine has not finished
   * @param eventsKept how long the event log keeps events at least
   * @param commitsWaiting how many decided hits of this engine wait for Redis
   */
  public static Settlement start(
      Rooms rooms,
      String consumer,
      Duration claimAfter,
      Duration eventsKept,
      IntSupplier commitsWaiting) {
    Announcer announcer = new Announcer(new EventLog(rooms.redis(), eventsKept), rooms.accounts());
    TriggerSettlement triggers =
        new TriggerSettlement(
            rooms.partitions(),
            rooms.instruments(),
            rooms.store(),
            rooms.accountStore(),
            new History(rooms.redis()),
            rooms.accounts(),
            announcer);
    Accountant accountant =
        new Accountant(new PositionSettlement(rooms, announcer), triggers, announcer);
    CommitsFirst commits = new CommitsFirst(rooms.vertx(), commitsWaiting);
    StreamGroup group =
        new StreamGroup(
            rooms.redis(),
            GROUP,
            consumer,
            claimAfter.toMillis(),
            entry -> commits.turn().compose(ignored -> accountant.handle(entry)));
    group.start();
    return new Settlement(rooms.vertx(), accountant, group);
  }

  public Accountant accountant() {
    return accountant;
  }

  /** Books what the partition commits from now on. */
  public void join(int partition) {
    wanted.add(partition);
    group
        .join(RuleStore.transitionsKey(partition))
        .onFailure(
            e -> {
              log.debug("group not joined partition={} cause={}", partition, e.toString());
              vertx.setTimer(
                  RETRY_MS,
                  ignored -> {
                    if (wanted.contains(partition)) {
                      join(partition);
                    }
                  });
            })
        .onSuccess(
            ignored -> {
              if (!wanted.contains(partition)) {
                leave(partition);
              }
            });
  }

  public void leave(int partition) {
    wanted.remove(partition);
    group.leave(RuleStore.transitionsKey(partition));
  }

  /** Takes no more entries; completes when those under way are booked. */
  public Future<Void> stop() {
    wanted.clear();
    return group.stop().compose(ignored -> accountant.idle());
  }
}
