package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway asks the rule engines to do, sent to {@code tickwire.commands}, answered with a
 * {@link RuleReply}. The sender chooses the id of what is created, so that a command whose answer
 * was lost can be sent again and happens once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RuleCommand.OpenPosition.class, name = "open_position"),
  @JsonSubTypes.Type(value = RuleCommand.EditPosition.class, name = "edit_position"),
  @JsonSubTypes.Type(value = RuleCommand.ClosePosition.class, name = "close_position"),
  @JsonSubTypes.Type(value = RuleCommand.CreateTrigger.class, name = "create_trigger"),
  @JsonSubTypes.Type(value = RuleCommand.CancelTrigger.class, name = "cancel_trigger")
})
public sealed interface RuleCommand {
  /** Position or trigger it concerns. */
  String id();

  /** Who asks; only the owner may. */
  String user();

  /** Opens at the current price; answers with the position. */
  record OpenPosition(
      String id,
      String user,
      String symbol,
      Side side,
      BigDecimal quantity,
      @Nullable BigDecimal leverage,
      @Nullable ExitPrice stopLoss,
      @Nullable ExitPrice takeProfit,
      List<ExitTarget> takeProfits,
      @Nullable TrailingStop trailingStop,
      @Nullable PriceSource triggerSource,
      @Nullable Integer priceProtectionBp,
      boolean allowImmediate,
      @Nullable String clientId)
      implements RuleCommand {
    public OpenPosition {
      // Absent in what was written before there were several.
      takeProfits = takeProfits == null ? List.of() : List.copyOf(takeProfits);
    }
  }

  /** A target that closes a part. */
  record ExitTarget(ExitPrice price, BigDecimal quantity) {}

  /**
   * Changes what closes a position.
   *
   * @param changes {@code stop_loss}, {@code take_profit}, {@code take_profits}, {@code
   *     trailing_stop} to their new value, JSON null removes; an absent key stays
   * @param ifVersion refuse unless the position has this version
   */
  record EditPosition(
      String id, String user, Map<String, JsonNode> changes, @Nullable Long ifVersion)
      implements RuleCommand {
    public EditPosition {
      changes = Map.copyOf(changes);
    }
  }

  /**
   * Closes at the current price.
   *
   * @param quantity how much of what is open; all of it when absent
   */
  record ClosePosition(String id, String user, @Nullable BigDecimal quantity)
      implements RuleCommand {}

  /** Arms a trigger; answers with it. */
  record CreateTrigger(
      String id,
      String user,
      String symbol,
      Condition condition,
      BigDecimal price,
      @Nullable PriceSource triggerSource,
      TriggerAction action,
      @Nullable Long expiresAt,
      @Nullable Repeat repeat,
      @Nullable String ocoGroup,
      boolean allowImmediate,
      @Nullable String clientId)
      implements RuleCommand {}

  record CancelTrigger(String id, String user) implements RuleCommand {}
}
