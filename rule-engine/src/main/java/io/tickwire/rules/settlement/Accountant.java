package io.tickwire.rules.settlement;

import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.TransitionEntry;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries each entry of {@code transitions} through its steps: tell that it began, book, take it
 * out of the partition, tell how it ended. Every step bears repetition, so an entry whose handling
 * failed or whose engine died is simply handled again. Entries of one user are handled one after
 * the other, in their order. Confined to the engine's event loop.
 */
public final class Accountant {
  private final PositionSettlement positions;
  private final TriggerSettlement triggers;
  private final Announcer announcer;
  private final Map<String, Future<Void>> lastOfUser = new HashMap<>();
  private final Map<String, Integer> waiting = new HashMap<>();

  Accountant(PositionSettlement positions, TriggerSettlement triggers, Announcer announcer) {
    this.positions = positions;
    this.triggers = triggers;
    this.announcer = announcer;
  }

  /** Succeeds when all steps are done; a failure leaves the entry to be handled again. */
  public Future<Void> handle(StreamEntry streamEntry) {
    TransitionEntry entry;
    try {
      entry = TransitionEntry.parse(streamEntry);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    String user = entry.rule().user();
    Future<Void> before = lastOfUser.getOrDefault(user, Future.succeededFuture());
    Future<Void> mine = before.otherwiseEmpty().compose(ignored -> steps(entry));
    lastOfUser.put(user, mine);
    waiting.merge(user, 1, Integer::sum);
    return mine.onComplete(
        ignored -> {
          lastOfUser.remove(user, mine);
          waiting.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
        });
  }

  /** Users with an entry under way. */
  public int underWay() {
    return lastOfUser.size();
  }

  /** Completes when nothing is under way. */
  public Future<Void> idle() {
    return Future.join(List.copyOf(lastOfUser.values())).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> steps(TransitionEntry entry) {
    return switch (entry.what()) {
      case OPENED -> opened(entry.rule().requirePosition());
      case UPDATED -> positions.updated(entry);
      case REDUCED -> reduced(entry, entry.execution().orElseThrow());
      case FUNDING -> funded(entry, entry.funding().orElseThrow());
      case CLOSING -> closing(entry, entry.execution().orElseThrow());
      case EXECUTED -> triggers.executed(entry, entry.execution().orElseThrow());
      case FIRED -> triggers.fired(entry, entry.execution().orElseThrow());
      case PAUSED -> triggers.paused(entry, entry.execution().orElseThrow());
      case CANCELLED -> triggers.ended(entry, TriggerStatus.CANCELLED, "trigger_cancelled");
      case EXPIRED -> triggers.ended(entry, TriggerStatus.EXPIRED, "trigger_expired");
    };
  }

  private Future<Void> opened(Position position) {
    return positions
        .opened(position)
        .compose(ignored -> account(position.user(), position.id() + ":open", position.openedAt()));
  }

  private Future<Void> reduced(TransitionEntry entry, Execution execution) {
    String cause = entry.rule().id() + ":part:" + execution.id();
    return positions
        .reduced(entry, execution)
        .compose(ignored -> account(entry.rule().user(), cause, execution.committedUs() / 1_000));
  }

  private Future<Void> funded(TransitionEntry entry, FundingDue due) {
    String cause = entry.rule().id() + ":funding:" + due.timeMs();
    return positions
        .funded(entry, due)
        .compose(ignored -> account(entry.rule().user(), cause, entry.atMs()));
  }

  private Future<Void> closing(TransitionEntry entry, Execution execution) {
    String cause = entry.rule().id() + ":close";
    return positions
        .closing(entry, execution)
        .compose(ignored -> account(entry.rule().user(), cause, execution.committedUs() / 1_000));
  }

  /** Left to the user's next entry when one is waiting already: it will tell more. */
  private Future<Void> account(String user, String cause, long atMs) {
    return waiting.getOrDefault(user, 0) > 1
        ? Future.succeededFuture()
        : announcer.account(user, cause, atMs);
  }
}
