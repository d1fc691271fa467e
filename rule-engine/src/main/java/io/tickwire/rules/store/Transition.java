package io.tickwire.rules.store;

import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of status to be decided by Redis. Repeating one with the same token is harmless.
 *
 * @param id position or trigger
 * @param from the status it was seen in
 * @param rules the version of the document it was seen with
 * @param to closing, executed, cancelled or expired
 * @param token the execution's id; for what has none any fresh id
 * @param execution the evidence; absent for a cancel and an expiry
 * @param document of the position that it was decided for; absent for a trigger
 */
public record Transition(
    String id,
    LiveStatus from,
    long rules,
    LiveStatus to,
    String token,
    @Nullable Execution execution,
    Effect effect,
    @Nullable Position document) {

  /** What it does beside or instead of changing the status. */
  public sealed interface Effect {
    /** Nothing. */
    record None() implements Effect {}

    /**
     * A target fires, and the position stays open unless it was the last of targets that together
     * close all of it.
     *
     * @param target its number
     * @param all bits of the targets when together they close the position, else 0
     */
    record Part(int target, int all) implements Effect {}

    /** The first of a group fires; its armed siblings are cancelled. */
    record First(String group) implements Effect {}

    /**
     * An alert fires and stays armed.
     *
     * @param seen how often it had fired
     * @param most firings within that time; the next pauses it
     * @param tickNs exchange time of the tick in epoch nanoseconds
     */
    record Again(int seen, int most, long withinMs, long tickNs) implements Effect {}

    default String wireName() {
      return this instanceof Part
          ? "part"
          : this instanceof First ? "first" : this instanceof Again ? "again" : "";
    }

    default String needs() {
      if (this instanceof Part part) {
        return part.target + "|" + part.all;
      }
      if (this instanceof Again again) {
        return again.seen + "|" + again.most + "|" + again.withinMs + "|" + again.tickNs;
      }
      return this instanceof First first ? first.group : "";
    }
  }

  public static final Effect NONE = new Effect.None();

  /** One that says nothing of what goes with it. */
  public Transition(
      String id,
      LiveStatus from,
      long rules,
      LiveStatus to,
      String token,
      @Nullable Execution execution,
      Effect effect) {
    this(id, from, rules, to, token, execution, effect, null);
  }

  /** One without an effect. */
  public Transition(
      String id,
      LiveStatus from,
      long rules,
      LiveStatus to,
      String token,
      @Nullable Execution execution) {
    this(id, from, rules, to, token, execution, NONE);
  }

  /**
   * The evidence as Redis committed it; null without any.
   *
   * @param state after the transition
   * @param siblings ids of the triggers that were cancelled with it
   */
  public @Nullable Execution committed(RuleState state, List<String> siblings) {
    return execution == null
        ? null
        : TransitionEntry.committed(execution, state, document, siblings);
  }
}
