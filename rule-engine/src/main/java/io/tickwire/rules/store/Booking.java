package io.tickwire.rules.store;

import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import org.jspecify.annotations.Nullable;

/** What is to be booked under a user's tag, in one script each. Amounts are in 1e-8. */
public final class Booking {
  private Booking() {}

  /**
   * A position to open.
   *
   * @param paperE8 balance of the currency in an account that has none yet
   * @param firedBy the trigger that opens it
   */
  public record Opening(
      Position position, long marginE8, long feeE8, long paperE8, @Nullable FiredTrigger firedBy) {}

  /**
   * A trigger as it will stand, whichever way its opening goes.
   *
   * @param execution its committed time is set
   */
  public record FiredTrigger(Trigger executed, Trigger rejected, Execution execution) {}

  /**
   * A position to close.
   *
   * @param position as it will stand
   * @param marginE8 to release
   * @param execution its committed time is set
   */
  public record Closing(
      Position position, long marginE8, long grossE8, long feeE8, Execution execution) {}

  /** What became of a booking that may be refused. */
  public enum Answer {
    DONE,
    /** Done before under the same business key. */
    MINE,
    /** Refused for lack of balance. */
    INSUFFICIENT,
    /** Refused for too many armed triggers. */
    MAX_TRIGGERS,
    /** Refused: the group is of another symbol. */
    GROUP_ELSEWHERE,
    /** Not done: the client id belongs to an earlier one. */
    CLIENT_ID_USED
  }

  /**
   * @param firstId what the client id belongs to, with {@link Answer#CLIENT_ID_USED}; the symbol of
   *     the group, with {@link Answer#GROUP_ELSEWHERE}
   */
  public record Result(Answer answer, @Nullable String firstId) {
    static Result of(String kind, @Nullable String firstId) {
      return new Result(
          switch (kind) {
            case "done" -> Answer.DONE;
            case "mine" -> Answer.MINE;
            case "insufficient" -> Answer.INSUFFICIENT;
            case "max" -> Answer.MAX_TRIGGERS;
            case "group" -> Answer.GROUP_ELSEWHERE;
            case "client" -> Answer.CLIENT_ID_USED;
            default -> throw new IllegalArgumentException("not a result: kind=" + kind);
          },
          firstId);
    }
  }
}
