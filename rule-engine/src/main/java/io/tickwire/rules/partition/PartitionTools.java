package io.tickwire.rules.partition;

import io.tickwire.common.wire.CommittedTransition;
import io.tickwire.common.wire.Execution;
import io.tickwire.rules.accounting.FundingTimes;
import io.tickwire.rules.instrument.Instruments;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.PartitionStore;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.Transition;
import io.tickwire.rules.store.TransitionEntry;
import io.tickwire.rules.telemetry.EngineMetrics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What every partition of an engine shares.
 *
 * @param wantedForMs how long a symbol stays wanted after somebody asked for its price
 * @param won told of what this engine committed
 * @param demand told when the wanted symbols may have changed
 */
public record PartitionTools(
    Timers timers,
    Clock clock,
    PartitionStore store,
    Instruments instruments,
    EngineMetrics metrics,
    Deciding deciding,
    FundingTimes funding,
    long wantedForMs,
    Consumer<CommittedTransition> won,
    Runnable demand) {

  public long nowMs() {
    return clock.millis();
  }

  public long nowUs() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
  }

  void demandChanged() {
    demand.run();
  }

  /** Counts a transition that this engine won and publishes it. */
  public void announce(int partition, Transition transition, RuleState state) {
    announce(partition, transition, state, List.of());
  }

  /**
   * @param siblings ids of the triggers that were cancelled with it
   */
  void announce(int partition, Transition transition, RuleState state, List<String> siblings) {
    if (state.status() == LiveStatus.EXPIRED) {
      metrics.expired();
    } else if (state.status() == LiveStatus.PAUSED) {
      metrics.paused();
    }
    Execution committed = transition.committed(state, siblings);
    if (committed != null) {
      tell(partition, committed);
    }
  }

  /** Likewise of a part that was closed by hand: nothing goes with it. */
  public void announce(int partition, Execution execution, RuleState state) {
    tell(partition, TransitionEntry.committed(execution, state, null, List.of()));
  }

  private void tell(int partition, Execution committed) {
    metrics.won(
        committed.kind(),
        committed.tick() == null ? 0 : committed.committedUs() - committed.receivedUs(),
        committed.recovered());
    won.accept(new CommittedTransition(partition, committed));
  }
}
