package io.tickwire.rules.settlement;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.rules.partition.OwnedPartitions;
import io.tickwire.rules.store.Intent;
import io.tickwire.rules.store.RecordStates;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.telemetry.EngineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what hangs: records that differ between memory and Redis, which every owner of a
 * partition does in every turn; and, as the owners take turns, intents nobody drove to their end
 * and records that ended and were not booked. It also trims what everybody has read. Whatever it
 * finds should have happened without it, so it counts. Confined to the engine's event loop.
 */
public final class Sweeper {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  /** Entries of one commit stand this close to its time. */
  private static final long AROUND_MS = 1_000;

  private static final int LANES = 4;

  private final Tools tools;
  private final Limits limits;
  private final SweepTurns turns;
  private long timer = -1;
  private long lastTurn = Long.MIN_VALUE;
  private boolean sweeping;
  private boolean stopped;

  /** What it works with. */
  public record Tools(
      Vertx vertx,
      Clock clock,
      RedisLink redis,
      RuleStore store,
      OwnedPartitions owned,
      Openings openings,
      Accountant accountant,
      EngineMetrics metrics) {}

  /**
   * @param everyMs how often somebody looks at a partition
   * @param hangingMs what is older hangs
   * @param keptMs how long transitions that everybody has read are kept
   */
  public record Limits(long everyMs, long hangingMs, long keptMs) {}

  public Sweeper(Tools tools, Limits limits) {
    this.tools = tools;
    this.limits = limits;
    this.turns = new SweepTurns(limits.everyMs());
    schedule();
  }

  public void stop() {
    stopped = true;
    tools.vertx().cancelTimer(timer);
  }

  private void schedule() {
    long pauseMs = turns.untilNextMs(tools.clock().millis());
    timer = tools.vertx().setTimer(pauseMs, ignored -> onTime());
  }

  private void onTime() {
    long turn = turns.at(tools.clock().millis());
    if (turn != lastTurn) {
      lastTurn = turn;
      sweep(turn);
    }
    if (!stopped) {
      schedule();
    }
  }

  /** A few partitions at a time, one after the other: all at once would be felt by ticks. */
  private void sweep(long turn) {
    if (sweeping) {
      return;
    }
    sweeping = true;
    Iterator<Integer> partitions = tools.owned().served().iterator();
    List<Future<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      lanes.add(next(partitions, turn));
    }
    Future.join(lanes).onComplete(ignored -> sweeping = false);
  }

  private Future<Void> next(Iterator<Integer> partitions, long turn) {
    if (stopped || !partitions.hasNext()) {
      return Future.succeededFuture();
    }
    int partition = partitions.next();
    return look(partition, tools.owned().isOnTurn(partition, turn))
        .onFailure(
            e -> log.debug("sweep incomplete partition={} cause={}", partition, e.toString()))
        .otherwiseEmpty()
        .compose(ignored -> next(partitions, turn));
  }

  private Future<Void> look(int partition, boolean onTurn) {
    return onTurn
        ? intents(partition)
            .compose(ignored -> tools.owned().compare(partition))
            .compose(states -> rebook(partition, states))
            .compose(ignored -> trim(partition))
        : tools.owned().compare(partition).mapEmpty();
  }

  private Future<Void> intents(int partition) {
    return tools
        .store()
        .intents(partition)
        .compose(
            intents -> {
              List<Future<?>> driven = new ArrayList<>();
              for (Intent intent : intents) {
                if (tools.clock().millis() - intent.atMs() > limits.hangingMs()) {
                  log.warn("intent hangs, driven on partition={} id={}", partition, intent.id());
                  tools.metrics().redroveIntent();
                  driven.add(tools.openings().drive(partition, intent));
                }
              }
              return Future.join(driven).mapEmpty();
            });
  }

  private Future<Void> rebook(int partition, RecordStates states) {
    List<Future<?>> booked = new ArrayList<>();
    states
        .readable()
        .forEach(
            (id, state) -> {
              if (!state.status().isLive()) {
                booked.add(rebook(partition, id, state));
              }
            });
    return Future.join(booked).mapEmpty();
  }

  /** Finds the entry of a commit by its time and has it handled again. */
  private Future<Void> rebook(int partition, String id, RuleState state) {
    long committedMs = state.committedUs() / 1_000;
    if (tools.clock().millis() - committedMs <= limits.hangingMs()) {
      return Future.succeededFuture();
    }
    String stream = RuleStore.transitionsKey(partition);
    Request range =
        Request.cmd(Command.XRANGE)
            .arg(stream)
            .arg(committedMs - AROUND_MS)
            .arg(committedMs + AROUND_MS);
    return tools
        .redis()
        .send(range)
        .compose(
            found -> {
              for (StreamEntry entry : StreamEntry.list(stream, found)) {
                if (entry.field("id").equals(id)
                    && !entry.field("state").isEmpty()
                    && RuleState.parse(entry.field("state"))
                        .executionId()
                        .equals(state.executionId())) {
                  log.warn("booking hangs, driven on partition={} id={}", partition, id);
                  tools.metrics().redroveBooking();
                  return tools.accountant().handle(entry);
                }
              }
              log.error("no transition of an ended record partition={} id={}", partition, id);
              return Future.succeededFuture();
            });
  }

  /** Below the first pending entry, below what was handed out, and below the time kept. */
  private Future<Void> trim(int partition) {
    String stream = RuleStore.transitionsKey(partition);
    Request groups = Request.cmd(Command.XINFO).arg("GROUPS").arg(stream);
    Request pending = Request.cmd(Command.XPENDING).arg(stream).arg(Settlement.GROUP);
    return tools
        .redis()
        .batch(List.of(groups, pending))
        .compose(
            answers -> {
              String oldest = (tools.clock().millis() - limits.keptMs()) + "-0";
              String delivered = StreamBounds.lastDelivered(answers.get(0), Settlement.GROUP);
              String firstPending = StreamBounds.firstPending(answers.get(1));
              String bound = StreamBounds.lowest(oldest, delivered, firstPending);
              return tools
                  .redis()
                  .send(Request.cmd(Command.XTRIM).arg(stream).arg("MINID").arg("~").arg(bound))
                  .<Void>mapEmpty();
            })
        .recover(failure -> Future.succeededFuture()); // no stream or group yet
  }
}
