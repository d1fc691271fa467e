package io.tickwire.rules.audit;

import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.UserKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges one trigger. */
public final class TriggerCheck {
  private TriggerCheck() {}

  /** The business key of the opening that a trigger leads to. */
  public static String openingKey(Trigger trigger) {
    return Ids.derive(Ids.POSITION, trigger.id()) + ":open";
  }

  /**
   * @param settled the value of its business key, read after the document
   * @param opening the value of {@link #openingKey}, read after the document
   * @param executionKnown whether its execution is on record
   */
  public static List<Finding> findings(
      Trigger trigger, @Nullable String settled, @Nullable String opening, boolean executionKnown) {
    AccountNames names = new AccountNames(new UserKeys(trigger.user()));
    List<Finding> findings = new ArrayList<>();
    String execution = trigger.executionId() == null ? "" : trigger.executionId();
    if (!execution.isEmpty() && !executionKnown) {
      findings.add(
          new Finding(
              Check.EXECUTION,
              names.document(History.Kind.EXECUTIONS, execution),
              "absent",
              "the execution that fired " + trigger.id()));
    }
    if (trigger.status() == TriggerStatus.ARMED) {
      return findings;
    }
    boolean fired =
        switch (trigger.status()) {
          case EXECUTED, REJECTED, PAUSED -> true;
          case ARMED, CANCELLED, EXPIRED -> false;
        };
    if (settled == null || (fired && !settled.equals(execution))) {
      findings.add(
          new Finding(
              Check.SETTLED,
              names.booked(trigger.id() + ":settled"),
              settled == null ? "absent" : settled,
              execution.isEmpty() ? "present" : execution));
    }
    boolean opens = trigger.status() == TriggerStatus.EXECUTED && trigger.action().open() != null;
    if (opens != (opening != null)) {
      findings.add(
          new Finding(
              Check.TRIGGER,
              names.booked(openingKey(trigger)),
              opening == null ? "absent" : opening,
              opens
                  ? "the opening of " + trigger.id()
                  : "no opening: " + trigger.id() + " is " + trigger.status().wireName()));
    }
    return findings;
  }
}
