package io.tickwire.rules.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Redis's answer to a conditional write.
 *
 * @param state as it stands now; absent when it is gone
 * @param siblings ids that were cancelled with it
 */
public record Outcome(Kind kind, @Nullable RuleState state, List<String> siblings) {
  public Outcome {
    siblings = List.copyOf(siblings);
  }

  public Outcome(Kind kind, @Nullable RuleState state) {
    this(kind, state, List.of());
  }

  /** What became of it. */
  public enum Kind {
    /** Written now. */
    DONE,
    /** Written before by the same token: the answer to a repetition. */
    MINE,
    /** Another change was first. */
    LOST,
    /** There is no such record any more. */
    GONE
  }

  public boolean isWon() {
    return kind == Kind.DONE || kind == Kind.MINE;
  }

  static Outcome of(String kind, String state) {
    return of(kind, state, List.of());
  }

  static Outcome of(String kind, String state, List<String> siblings) {
    return new Outcome(
        switch (kind) {
          case "done" -> Kind.DONE;
          case "mine" -> Kind.MINE;
          case "lost" -> Kind.LOST;
          case "gone" -> Kind.GONE;
          default -> throw new IllegalArgumentException("not an outcome: kind=" + kind);
        },
        state.isEmpty() ? null : RuleState.parse(state),
        siblings);
  }
}
