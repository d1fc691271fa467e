package io.tickwire.rules.query;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.Standing;
import io.tickwire.rules.store.StoredRule;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Positions and triggers as they stand now: the user's document, and for what has not ended there
 * the record of its partition laid over it. Any thread.
 */
public final class Records {
  private static final String TOO_MANY_FIRINGS = "too_many_firings";

  private final Partitions partitions;
  private final RuleStore store;
  private final History history;

  public Records(Partitions partitions, RuleStore store, History history) {
    this.partitions = partitions;
    this.store = store;
    this.history = history;
  }

  public Future<Optional<Position>> position(String user, String id) {
    return history
        .find(user, History.Kind.POSITIONS, id, Position.class)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(found)
                    : now(found.get()).map(Optional::of));
  }

  /** The position as it stands, given its user's document. */
  public Future<Position> now(Position document) {
    if (document.status() == PositionStatus.CLOSED) {
      return Future.succeededFuture(document);
    }
    return store
        .read(partitions.of(document.symbol()), document.id())
        .compose(
            live ->
                live.isPresent()
                    ? Future.succeededFuture(overlaid(document, live.get()))
                    : history
                        // Not there yet, or no longer: booked between the two reads.
                        .find(
                            document.user(), History.Kind.POSITIONS, document.id(), Position.class)
                        .map(again -> again.orElse(document)));
  }

  public Future<Optional<Trigger>> trigger(String user, String id) {
    return history
        .find(user, History.Kind.TRIGGERS, id, Trigger.class)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(found)
                    : now(found.get()).map(Optional::of));
  }

  /** The trigger as it stands, given its user's document. */
  public Future<Trigger> now(Trigger document) {
    if (document.status() != TriggerStatus.ARMED) {
      return Future.succeededFuture(document);
    }
    return store
        .read(partitions.of(document.symbol()), document.id())
        .compose(
            live ->
                live.isPresent()
                    ? Future.succeededFuture(overlaid(document, live.get().state()))
                    : history
                        .find(document.user(), History.Kind.TRIGGERS, document.id(), Trigger.class)
                        .map(again -> again.orElse(document)));
  }

  private static Position overlaid(Position document, LiveRule live) {
    StoredRule stored = live.rule();
    Position position = stored == null ? document : standing(document, stored, live.state());
    RuleState state = live.state();
    return state.status() == LiveStatus.CLOSING
        ? closing(position, state.version(), state.executionId(), null)
        : position;
  }

  /** What is open by its partition, with the money that its account has booked so far. */
  private static Position standing(Position document, StoredRule stored, RuleState state) {
    return withMoneyOf(document, Standing.of(stored.requirePosition(), state));
  }

  /** A position with what its account has booked. */
  public static Position withMoneyOf(Position booked, Position position) {
    return position
        .change()
        .margin(booked.margin())
        .gross(booked.gross())
        .fees(booked.fees())
        .funding(booked.funding())
        .net(booked.net())
        .done();
  }

  private static Trigger overlaid(Trigger trigger, RuleState state) {
    return switch (state.status()) {
      case ARMED -> state.fired() == 0 ? trigger : with(trigger, TriggerStatus.ARMED, state);
      case EXECUTED -> with(trigger, TriggerStatus.EXECUTED, state);
      case CANCELLED -> with(trigger, TriggerStatus.CANCELLED, state);
      case EXPIRED -> with(trigger, TriggerStatus.EXPIRED, state);
      case PAUSED -> paused(trigger, state);
      default -> trigger;
    };
  }

  /**
   * The trigger after a transition. One that ended it without firing leaves what is known of its
   * firings.
   */
  public static Trigger with(Trigger trigger, TriggerStatus status, RuleState state) {
    Trigger changed = trigger.as(status, state.version());
    return switch (status) {
      case CANCELLED, EXPIRED -> changed;
      case ARMED, PAUSED, EXECUTED, REJECTED ->
          // The state counts the firings of what stays armed only.
          changed.fired(
              state.committedUs() / 1_000, Math.max(1, state.fired()), state.executionId());
    };
  }

  /** An alert after it fired once too often. */
  public static Trigger paused(Trigger trigger, RuleState state) {
    return with(trigger, TriggerStatus.PAUSED, state).withResult(TOO_MANY_FIRINGS);
  }

  /**
   * The position after an execution ended it and before that is booked.
   *
   * @param execution the evidence where it is at hand
   */
  public static Position closing(
      Position position, long version, String executionId, @Nullable Execution execution) {
    return position
        .change()
        .status(PositionStatus.CLOSING)
        .version(version)
        .exitPrice(execution == null ? null : execution.fillPrice())
        .closeReason(execution == null ? null : execution.kind())
        .executionId(executionId)
        .done();
  }
}
