package io.tickwire.rules.store;

import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a partition's {@code transitions}: something its owner must be told, and that may
 * have to be booked.
 *
 * @param state after the transition; of what was opened or updated, the document's version
 * @param funding present when that is to be settled
 * @param atMs epoch milliseconds by Redis's clock
 * @param execution present when something fired or was closed; its committed time is Redis's
 */
public record TransitionEntry(
    What what,
    StoredRule rule,
    RuleState state,
    Optional<Execution> execution,
    Optional<FundingDue> funding,
    long atMs) {
  /** What happened. */
  public enum What {
    OPENED,
    UPDATED,
    /** A part of a position was closed. */
    REDUCED,
    /** Funding of a position is to be settled. */
    FUNDING,
    CLOSING,
    EXECUTED,
    /** An alert fired and is armed again. */
    FIRED,
    /** An alert fired once too often. */
    PAUSED,
    CANCELLED,
    EXPIRED
  }

  public static TransitionEntry parse(StreamEntry entry) {
    StoredRule rule = StoredRule.parse(entry.field("doc"));
    What what = What.valueOf(entry.field("what").toUpperCase(Locale.ROOT));
    String state = entry.field("state");
    RuleState parsed =
        state.isEmpty() ? RuleState.fresh(LiveStatus.OPEN, rule.version()) : RuleState.parse(state);
    String execution = entry.field("execution");
    String siblings = entry.field("siblings");
    return new TransitionEntry(
        what,
        rule,
        parsed,
        execution.isEmpty()
            ? Optional.empty()
            : Optional.of(
                committed(
                    Json.read(execution, Execution.class),
                    parsed,
                    rule.position(),
                    siblings.isEmpty() ? List.of() : List.of(siblings.split(",", -1)))),
        what == What.FUNDING
            ? Optional.of(Json.read(entry.field("funding"), FundingDue.class))
            : Optional.empty(),
        atMs(entry.id()));
  }

  private static long atMs(String streamId) {
    return Long.parseLong(streamId.substring(0, streamId.indexOf('-')));
  }

  /**
   * The same evidence as Redis committed it. What went with it is known only now: targets may have
   * fired between the decision and the commit.
   *
   * @param state after the transition
   * @param document of the position as it was then; absent for a trigger
   * @param siblings ids of the triggers that were cancelled with it
   */
  public static Execution committed(
      Execution execution, RuleState state, @Nullable Position document, List<String> siblings) {
    List<String> cancelled =
        document != null && state.status() == LiveStatus.CLOSING
            ? Standing.cancelled(document, state, execution.kind())
            : siblings;
    return new Execution(
        execution.id(),
        execution.user(),
        execution.kind(),
        execution.positionId(),
        execution.triggerId(),
        execution.symbol(),
        execution.threshold(),
        execution.direction(),
        execution.fillPrice(),
        execution.quantity(),
        execution.tick(),
        execution.receivedUs(),
        execution.decidedUs(),
        state.committedUs(),
        execution.recovered(),
        execution.late(),
        execution.engine(),
        cancelled);
  }
}
