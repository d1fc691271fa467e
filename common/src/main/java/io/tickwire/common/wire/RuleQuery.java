package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway asks the rule engines, sent to {@code tickwire.queries}; any engine answers, with
 * a {@link RuleReply}. Lists come newest first, as {@code {"items":[…],"next_cursor":…}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "query")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RuleQuery.ListPositions.class, name = "list_positions"),
  @JsonSubTypes.Type(value = RuleQuery.GetPosition.class, name = "get_position"),
  @JsonSubTypes.Type(value = RuleQuery.ListTriggers.class, name = "list_triggers"),
  @JsonSubTypes.Type(value = RuleQuery.GetTrigger.class, name = "get_trigger"),
  @JsonSubTypes.Type(value = RuleQuery.ListExecutions.class, name = "list_executions"),
  @JsonSubTypes.Type(value = RuleQuery.GetExecution.class, name = "get_execution"),
  @JsonSubTypes.Type(value = RuleQuery.GetAccount.class, name = "get_account")
})
public sealed interface RuleQuery {
  /** Whose data; nobody sees another's. */
  String user();

  /**
   * @param cursor the id after which the page starts, as given in {@code next_cursor}
   * @param limit 1 to 500
   */
  record ListPositions(
      String user,
      @Nullable PositionStatus status,
      @Nullable String symbol,
      @Nullable String cursor,
      int limit)
      implements RuleQuery {}

  record GetPosition(String user, String id) implements RuleQuery {}

  record ListTriggers(
      String user,
      @Nullable TriggerStatus status,
      @Nullable String symbol,
      @Nullable String cursor,
      int limit)
      implements RuleQuery {}

  record GetTrigger(String user, String id) implements RuleQuery {}

  record ListExecutions(String user, @Nullable String cursor, int limit) implements RuleQuery {}

  record GetExecution(String user, String id) implements RuleQuery {}

  record GetAccount(String user) implements RuleQuery {}
}
