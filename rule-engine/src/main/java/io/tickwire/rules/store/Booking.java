package io.tickwire.rules.store;

import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
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
   * A position to close, or a part of it.
   *
   * @param before the document that the amounts were worked out from; booked only while it stands
   * @param position as it will stand
   * @param marginE8 to release
   * @param insuranceE8 what the house pays
   * @param execution its committed time is set
   */
  public record Closing(
      Held before,
      Position position,
      long marginE8,
      long grossE8,
      long feeE8,
      long insuranceE8,
      Execution execution) {
    boolean isPart() {
      return position.status() != PositionStatus.CLOSED;
    }
  }

  /**
   * A settlement of funding.
   *
   * @param before as with {@link Closing}
   * @param amountE8 received, negative when paid
   * @param timeMs of the settlement
   */
  public record Funding(Held before, Position position, long amountE8, long timeMs) {}

  /**
   * A position as its account has it.
   *
   * @param json its document to the letter
   */
  public record Held(Position position, String json) {
    static Held parse(String json) {
      return new Held(Json.read(json, Position.class), json);
    }
  }

  /**
   * What became of a close or a settlement of funding.
   *
   * @param booked it stands, now or from before; otherwise the document was another one
   * @param now the position as it stands in its account
   */
  public record Closed(boolean booked, Held now) {}

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
