package io.tickwire.rules.command;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.rules.accounting.Refusal;

/** Refusals in the words of the contract. Pure. */
final class Answers {
  private Answers() {}

  static RuleReply notFound(RuleCommand command) {
    return RuleReply.Refused.of(
        ErrorCode.NOT_FOUND,
        command instanceof RuleCommand.CancelTrigger
            ? "There is no such trigger."
            : "There is no such position.");
  }

  static RuleReply unknownSymbol(String symbol) {
    return RuleReply.Refused.field(
        ErrorCode.INVALID, "symbol", "there is no instrument " + abbreviate(symbol));
  }

  static RuleReply noPrice(String symbol) {
    return RuleReply.Refused.of(
        ErrorCode.UNAVAILABLE, "No price of " + symbol + " is known yet; try again.");
  }

  static RuleReply refused(Refusal refusal) {
    return RuleReply.Refused.field(refusal.code(), refusal.field(), refusal.message());
  }

  static RuleReply invalid(String field, String message) {
    return RuleReply.Refused.field(ErrorCode.INVALID, field, message);
  }

  /** Another change was first: what stands now goes with the refusal. */
  static RuleReply conflict(String message, Object current) {
    return new RuleReply.Refused(ErrorCode.CONFLICT, message, null, Json.tree(current));
  }

  static String abbreviate(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
