package io.tickwire.rules.partition;

import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import java.util.concurrent.TimeUnit;

/** What a trigger that fires does beside changing its status. Pure. */
final class TriggerFiring {
  /** An alert that fires once more within that time is of no use to anybody. */
  static final int MOST_FIRINGS = 15;

  static final long WITHIN_MS = TimeUnit.MINUTES.toMillis(3);

  private TriggerFiring() {}

  /**
   * @param tickNs exchange time of the tick in epoch nanoseconds
   */
  static Transition.Effect effect(StoredRule stored, RuleState state, long tickNs) {
    Trigger trigger = stored.requireTrigger();
    if (trigger.repeat() != null) {
      return new Transition.Effect.Again(state.fired(), MOST_FIRINGS, WITHIN_MS, tickNs);
    }
    return stored.group().isEmpty() ? Transition.NONE : new Transition.Effect.First(stored.group());
  }
}
